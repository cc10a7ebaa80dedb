use super::*;

/// Questions with ten candidates each, the right one at a place that turns, with a length that
/// says which is right and a coverage that says nothing.
fn questions(count: usize, right_length: f32) -> Vec<Group> {
    (0..count)
        .map(|number| {
            let candidates = (0..10).map(|place| {
                let mut values = [0.0; Feature::ALL.len()];
                let right = place == (number * 7 + 3) % 10;
                values[Feature::Length as usize] = if right { right_length } else { place as f32 / 20.0 };
                values[Feature::CoveredWords as usize] = ((number + place) % 5) as f32 / 5.0;
                Example { names: vec![format!("{number}-{place}")], features: Features::new(values) }
            });
            let right = (number * 7 + 3) % 10;
            let gold = vec![format!("{number}-{right}")];
            Group { id: number.to_string(), gold, candidates: candidates.collect() }
        })
        .collect()
}

fn settings() -> Settings {
    Settings { rounds: 30, bins: 16, least: 5, ..Settings::default() }
}

fn all(groups: &[Group]) -> Vec<&Group> {
    groups.iter().collect()
}

#[test]
fn what_tells_right_from_wrong_is_learned_and_holds_for_other_questions() {
    let groups = questions(60, 3.0);
    for fold in cross_validate(&groups, &settings(), 3) {
        assert!(fold.questions > 10 && fold.before < 0.7 && fold.after > 0.99, "{fold:?}");
    }
    let curves = learn(&all(&groups), &settings());
    let length = curves.iter().find(|curve| curve.feature == Feature::Length).unwrap();
    assert!(length.worth(3.0) > length.worth(0.2));
}

#[test]
fn evidence_never_counts_against_a_clause() {
    let mut groups = questions(60, 0.2);
    for example in groups.iter_mut().flat_map(|group| &mut group.candidates) {
        let mut values = Feature::ALL.map(|feature| example.features.of(feature));
        let length = values[Feature::Length as usize];
        values[Feature::CoveredGrams as usize] = 1.0 - length;
        example.features = Features::new(values);
    }
    for curve in learn(&all(&groups), &settings()).iter().filter(|curve| curve.feature.rises()) {
        assert!(curve.adds.is_sorted(), "{curve:?}");
    }
}

#[test]
fn the_same_judgements_give_the_same_curves() {
    let groups = questions(30, 3.0);
    assert_eq!(learn(&all(&groups), &settings()), learn(&all(&groups), &settings()));
}

#[test]
fn nothing_is_learned_from_nothing() {
    assert!(learn(&[], &settings()).is_empty());
    let empty = Group { id: "1".into(), gold: vec!["a".into()], candidates: Vec::new() };
    assert!(learn(&[&empty], &settings()).is_empty());
    assert!(empty.ndcg(|_| 0.0).abs() < 1e-9);
}
