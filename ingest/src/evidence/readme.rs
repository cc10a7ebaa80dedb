//! `README.txt`: how to check a bundle without this program, and what it proves.

use super::Manifest;
use std::fmt::Write;

/// What a bundle proves and what it does not, in English and in Chinese.
pub(super) fn proves(manifest: &Manifest) -> [Vec<String>; 2] {
    let head = manifest.head.as_ref();
    let from_web = manifest.texts.iter().any(|text| text.records.is_some());
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    for text in &manifest.texts {
        let (at, location) = (&text.capture.captured_at, &text.capture.location);
        if text.records.is_some() {
            en.push(format!("PROVES: {location} sent these bytes to this installation at {at} by its clock, and they are unchanged since the chain of the archive reached the heads listed below."));
            zh.push(format!("能证明：本安装的时钟为 {at} 时，从 {location} 收到了这些字节；自存档链到达下列链首以来未被改动。"));
        } else {
            en.push(format!("PROVES: this installation read a file {location} at {at} by its clock whose SHA-256 is {}. It did not come through the archive, so no record of a web server and no chain stands behind it.", text.capture.sha256));
            zh.push(format!("能证明：本安装的时钟为 {at} 时读入了文件 {location}，其 SHA-256 为 {}。该文件未经存档，没有网站响应记录和存档链可资佐证。", text.capture.sha256));
        }
    }
    if let Some(head) = head.filter(|_| from_web) {
        en.push(format!("Head when this bundle was made ({}): {} (record {}). It proves something only to whoever got this head, or an earlier one, from elsewhere than this bundle.", manifest.made_at, head.head, head.number));
        zh.push(format!("生成证据包时（{}）的链首：{}（第 {} 条记录）。只有从本证据包以外得到该链首或更早链首的人，才能据此验证。", manifest.made_at, head.head, head.number));
    }
    if let Some(stamp) = &manifest.timestamp {
        en.push(format!("Time stamp: an authority states that head {} existed at {}.", stamp.head, stamp.at));
        zh.push(format!("时间戳：时间戳机构声明链首 {} 于 {} 已存在。", stamp.head, stamp.at));
    }
    en.push("DOES NOT PROVE: that the publisher stands behind the page; that others were shown the same; that this installation's clock was right, or that it did not make the record up before its head was noted elsewhere or time-stamped; that the document is in force. The text was extracted by a program: the received bytes are what counts.".to_owned());
    zh.push("不能证明：发布者认可该网页；他人看到的内容相同；本安装的时钟准确；在链首被他处记录或加盖时间戳之前记录并非本安装自行编造；文件现行有效。文本由程序提取，以收到的字节为准。".to_owned());
    [en, zh]
}

/// The file.
pub(super) fn write(manifest: &Manifest) -> String {
    let [en, zh] = proves(manifest);
    let mut text = String::new();
    let _ = writeln!(text, "EVIDENCE / 证据包\n{}\n{}\n", manifest.document.title, manifest.reference);
    for line in en.iter().chain(&zh) {
        let _ = writeln!(text, "{line}\n");
    }
    text.push_str(HOW);
    text
}

const HOW: &str = "\
HOW TO CHECK IT WITHOUT POLIDEX / 不用 polidex 如何核对

1. Unpack, then in the directory / 解压后在该目录运行:
     sha256sum -c SHA256SUMS
   (macOS: shasum -a 256 -c SHA256SUMS)

2. record-N.warc.gz holds what was received, as WARC/1.1 (ISO 28500) / 为收到的内容:
     pip install warcio
     warcio check -v record-1.warc.gz
     warcio extract --payload record-1.warc.gz 0 | sha256sum
   The last sum is `capture.sha256` in evidence.json where no Content-Encoding was used.
   未使用 Content-Encoding 时，末一结果即 evidence.json 中的 capture.sha256。
   Where `check` calls the record at offset 0 a revisit, the bytes are those of the response further down: give its offset.
   如 `check` 显示偏移 0 处为 revisit，所收到的字节在其后的 response 中，请改用该记录的偏移。

3. chain.tsv continues the chain of the installation's archive: number, file, first byte, bytes, SHA-256 of these
   bytes, head. Each head is the SHA-256 of five lines: the head before, file, first byte, bytes, SHA-256. The head
   before the first line is `before` in evidence.json.
   chain.tsv 为存档链的一段：序号、文件、起始字节、字节数、这些字节的 SHA-256、链首。每个链首是五行文字的
   SHA-256：前一链首、文件、起始字节、字节数、SHA-256。首行之前的链首为 evidence.json 中的 before。
     before=…; while IFS=$'\\t' read -r n f o l s h; do
       [ \"$(printf '%s\\n' \"$before\" \"$f\" \"$o\" \"$l\" \"$s\" | sha256sum | cut -c1-64)\" = \"$h\" ] || echo \"line $n\"
       before=$h
     done < chain.tsv
   A head that you noted earlier must be in it, or the installation must show with
   `polidex archive verify --head HEAD` that its chain holds it.
   您此前记下的链首应在其中，否则应由该安装用 `polidex archive verify --head 链首` 证明其在链中。

4. head.tsr, where there is one, is a time stamp (RFC 3161) of the head named in evidence.json / 为链首的时间戳:
     openssl ts -verify -digest HEAD -in head.tsr -CAfile AUTHORITY.pem

With polidex / 使用 polidex: polidex evidence verify FILE.zip
";
