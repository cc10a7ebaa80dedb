-- 500 different searches for wrk, in both languages, some with filters:
--
--   polidex serve --rate-limit 0 --cache 0 --log none
--   wrk -t1 -c8 -d30s --latency -s tests/load/search.lua http://127.0.0.1:7700
--
-- The words are ours. Every query is asked once in each round, in an order that is always the same.

local chinese = {
  { "企业", "个人", "公司", "未成年人", "劳动者", "用人单位", "消费者", "经营者", "行政机关", "人民法院",
    "纳税人", "出租人", "股东", "著作权人", "个体工商户", "软件企业", "农民", "高等学校", "医疗机构", "网络运营者" },
  { "应当 承担 赔偿责任", "申请 许可 条件", "所得税 减免", "解除 合同 补偿", "行政处罚 罚款", "举证责任", "登记 备案 程序",
    "信息 保护", "从轻 处罚 情节", "资金 补贴 申报", "期限 届满 续展", "上诉 期间", "不正当竞争 赔偿", "安全 管理 制度", "监督 检查" },
}
local english = {
  { "company", "employer", "taxpayer", "consumer", "foreign investor", "software enterprise", "local government",
    "court", "patent holder", "personal information", "small enterprises", "university", "contractor", "shareholder" },
  { "liability for damages", "tax relief", "subsidy", "administrative penalty", "termination of contract", "licence application",
    "supervision and inspection", "environmental protection", "statute of limitations", "data security", "appeal", "registration" },
}
local filters = { "", "", "", "year:2015..", "kind:law", "status:in_force", "level:national", "-kind:law", "lang:zh" }

local function encode(text)
  return (text:gsub("[^%w%-%._~]", function(c) return string.format("%%%02X", c:byte()) end))
end

local paths = {}
for _, language in ipairs({ chinese, english }) do
  for _, who in ipairs(language[1]) do
    for _, what in ipairs(language[2]) do
      local filter = filters[#paths % #filters + 1]
      local path = "/api/v1/search?limit=10&q=" .. encode(who .. " " .. what)
      if filter ~= "" then path = path .. "&filter=" .. encode(filter) end
      paths[#paths + 1] = path
    end
  end
end
-- 300 Chinese and 168 English ones; the rest are phrases.
for _, what in ipairs(chinese[2]) do
  paths[#paths + 1] = "/api/v1/search?limit=10&q=" .. encode('"' .. what:gsub(" ", "") .. '"')
end
for _, who in ipairs(chinese[1]) do
  if #paths < 500 then paths[#paths + 1] = "/api/v1/search?limit=10&sort=newest&q=" .. encode(who) end
end
while #paths < 500 do
  paths[#paths + 1] = "/api/v1/search?limit=10&q=" .. encode(#paths .. " 年 规定")
end

math.randomseed(8)
for i = #paths, 2, -1 do
  local j = math.random(i)
  paths[i], paths[j] = paths[j], paths[i]
end

local at = 0
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

-- What was answered, by status; one thread's counts are reached through its environment.
local threads = {}
function setup(thread) threads[#threads + 1] = thread end
function init() answered, refused, other, retry = 0, 0, 0, 0 end
function response(status, headers)
  if status == 200 then answered = answered + 1
  elseif status == 503 then
    refused = refused + 1
    if headers["retry-after"] or headers["Retry-After"] then retry = retry + 1 end
  else other = other + 1 end
end

function done(summary, latency)
  local answered, refused, other, retry = 0, 0, 0, 0
  for _, thread in ipairs(threads) do
    answered = answered + thread:get("answered")
    refused = refused + thread:get("refused")
    other = other + thread:get("other")
    retry = retry + thread:get("retry")
  end
  local ms = function(p) return latency:percentile(p) / 1000 end
  print(string.format("answered %d, refused %d (%d with Retry-After), other %d; socket errors %d",
    answered, refused, retry, other,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
  print(string.format("%.1f answers/s; median %.1f ms, p90 %.1f, p99 %.1f, max %.1f",
    answered / (summary.duration / 1e6), ms(50), ms(90), ms(99), latency.max / 1000))
end
