//! How well misspelt and half-typed streets are found among 95,000, and how fast, beside comparing
//! each with every name. Run with `make bench`; no test watches the clock. `NAMES=FILE` takes the
//! names of a file, one a line, `RARE=1` makes names that share their beginnings as seldom as those of
//! all Germany do, `SEED` makes other ones and other slips, `MISSES=1` lists where the
//! comparison with every name does better.

#[path = "streets/beginnings.rs"]
mod beginnings;
#[path = "streets/decision.rs"]
mod decision;
#[path = "streets/names.rs"]
mod names;
#[path = "streets/random.rs"]
mod random;
#[path = "streets/slips.rs"]
mod slips;

use std::{
    collections::BinaryHeap,
    env, fs,
    hint::black_box,
    time::{Duration, Instant},
};

use beginnings::Beginnings;
use decision::Decision;
use random::Random;
use rapidfuzz::distance::osa;
use sozialraum::domain::{
    address::{Gazetteer, normalise},
    directory::{Directory, Street},
};

const STREETS: usize = 95_000;
const QUESTIONS: usize = 1_000;
/// How much of a name is typed, in percent.
const SHARES: [usize; 7] = [40, 50, 60, 70, 80, 90, 100];

/// What is asked, and the name that was meant.
type Question = (String, usize);

/// Makes a misspelling of a name.
type Generator = fn(&str, &mut Random) -> String;

fn main() {
    let seed = env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let names: Vec<String> = match env::var("NAMES") {
        Ok(file) => {
            let text = fs::read_to_string(file).expect("NAMES is a text file");
            text.lines().map(str::to_owned).collect()
        }
        Err(_) if env::var("RARE").is_ok() => names::rare_names(STREETS, seed),
        Err(_) => names::names(STREETS, seed),
    };
    let begin = Instant::now();
    let street = |name: &String| Street { name: name.clone(), ..Street::default() };
    let directory = Directory::new(names.iter().map(street).collect(), Vec::new());
    println!("{} streets, built in {:?}", names.len(), begin.elapsed());
    let decision = Decision::among(&names);
    misspellings(&directory, &decision, &names, seed);
    beginnings(&directory, &names, seed);
}

fn misspellings(directory: &Directory, decision: &Decision, names: &[String], seed: u64) {
    let letters = |text: String| text.chars().collect::<Vec<char>>();
    let keys: Vec<String> = names.iter().map(|name| normalise(name).key).collect();
    let raw: Vec<Vec<char>> = names.iter().map(|name| letters(name.to_lowercase())).collect();
    let folded: Vec<Vec<char>> = keys.iter().map(|key| letters(key.clone())).collect();
    let generators: [(&str, Generator); 7] = [
        ("by letter", slips::by_letter),
        ("by nature", slips::by_nature),
        ("of two letters", |name, random| slips::edit(&slips::edit(name, random), random)),
        ("by swapping", slips::swap),
        ("of blanks", slips::blanks),
        ("by shortening", slips::shortened),
        ("of umlauts", slips::umlauts),
    ];
    for (label, slip) in generators {
        let questions = ask(names, &mut Random::new(seed + 7), slip);
        println!("{QUESTIONS} misspellings {label}: recall@1, recall@5, median");
        let brute = |text: &str| brute_force(&folded, &normalise(text).key);
        let every = measure(&questions, &keys, |text| brute_force(&raw, &text.to_lowercase()));
        print("every name, as written", &every);
        print("every name, normalised", &measure(&questions, &keys, brute));
        print("search", &measure(&questions, &keys, |text| search(directory, text)));
        print("suggest", &measure(&questions, &keys, |text| suggest(directory, text)));
        let decide = |text: &str| decision.find(text, "");
        print("decision, all offered", &measure(&questions, &keys, decide));
        let numbered = |text: &str| decision.find(text, " 5");
        print("decision, with a number", &measure(&questions, &keys, numbered));
        if env::var("MISSES").is_ok() {
            misses(&questions, names, &keys, |text| (suggest(directory, text), brute(text)));
            misses(&questions, names, &keys, |text| (decide(text), brute(text)));
            misses(&questions, names, &keys, |text| (numbered(text), brute(text)));
        }
    }
}

/// Half-typed names, beside the ranking of all names that begin so by what is still to be typed: where
/// more than five begin so, no ranking can know which one is meant.
fn beginnings(directory: &Directory, names: &[String], seed: u64) {
    let keys: Vec<String> = names.iter().map(|name| normalise(name).key).collect();
    let every = Beginnings::of(names);
    let mut means = [0.0; 4];
    for share in SHARES {
        let clean = ask(names, &mut Random::new(seed + 9), |name, _| slips::beginning(name, share));
        let wrong = ask(names, &mut Random::new(seed + 9), |name, random| {
            slips::edit(&slips::beginning(name, share), random)
        });
        println!("beginnings, {share} percent of the name: recall@1, recall@5, median");
        let measured = [
            ("every beginning", measure(&clean, &keys, |text| every.find(text, 0))),
            ("clean", measure(&clean, &keys, |text| suggest(directory, text))),
            ("every, a slip apart", measure(&wrong, &keys, |text| every.find(text, 1))),
            ("with a slip", measure(&wrong, &keys, |text| suggest(directory, text))),
        ];
        for (mean, (label, measured)) in means.iter_mut().zip(&measured) {
            print(label, measured);
            *mean += measured.five / SHARES.len() as f64;
        }
    }
    let [possible, clean, possible_wrong, wrong] = means;
    println!("beginnings, all shares: recall@5 {clean:.3} of {possible:.3} that are possible,");
    println!("  with a slip {wrong:.3} of {possible_wrong:.3}");
}

fn ask(
    names: &[String],
    random: &mut Random,
    change: impl Fn(&str, &mut Random) -> String,
) -> Vec<Question> {
    (0..QUESTIONS)
        .map(|_| {
            let meant = random.below(names.len());
            (change(&names[meant], random), meant)
        })
        .collect()
}

fn search(directory: &Directory, text: &str) -> Vec<usize> {
    directory.search(text, 5).iter().map(|found| found.street.0 as usize).collect()
}

fn suggest(directory: &Directory, text: &str) -> Vec<usize> {
    let suggestions = directory.suggest(text, &Gazetteer::default(), 5);
    suggestions.iter().map(|suggestion| suggestion.street.0 as usize).collect()
}

/// The five names with the fewest edits, found by comparing all of them.
fn brute_force(names: &[Vec<char>], text: &str) -> Vec<usize> {
    let scorer = osa::BatchComparator::new(text.chars());
    let mut best: BinaryHeap<(usize, usize)> = BinaryHeap::new();
    for (at, name) in names.iter().enumerate() {
        let worst = best.peek().map_or(0, |worst| worst.0);
        if best.len() < 5 {
            best.push((scorer.distance(name.iter().copied()), at));
        } else if worst == 0 {
            break;
        } else {
            // What cannot be among the five is given up early.
            let args = osa::Args::default().score_cutoff(worst - 1);
            if let Some(edits) = scorer.distance_with_args(name.iter().copied(), &args) {
                best.pop();
                best.push((edits, at));
            }
        }
    }
    best.into_sorted_vec().into_iter().map(|(_, at)| at).collect()
}

struct Measured {
    first: f64,
    five: f64,
    median: Duration,
}

/// Asks everything. Names that differ in nothing but their writing are one answer.
fn measure(questions: &[Question], keys: &[String], find: impl Fn(&str) -> Vec<usize>) -> Measured {
    let (mut first, mut five) = (0, 0);
    let mut times = Vec::new();
    for (text, meant) in questions {
        let begin = Instant::now();
        let found = black_box(find(black_box(text)));
        times.push(begin.elapsed());
        let place = place(&found, keys, *meant);
        first += usize::from(place == Some(0));
        five += usize::from(place.is_some());
    }
    times.sort_unstable();
    let share = |hits: usize| hits as f64 / questions.len() as f64;
    Measured { first: share(first), five: share(five), median: times[times.len() / 2] }
}

fn place(found: &[usize], keys: &[String], meant: usize) -> Option<usize> {
    found.iter().position(|at| keys[*at] == keys[meant])
}

fn print(label: &str, measured: &Measured) {
    let Measured { first, five, median } = measured;
    println!("  {label:24} {first:.3}  {five:.3}  {median:?}");
}

/// The questions that are answered worse than by comparing with every name.
fn misses(
    questions: &[Question],
    names: &[String],
    keys: &[String],
    find: impl Fn(&str) -> (Vec<usize>, Vec<usize>),
) {
    for (text, meant) in questions {
        let (ours, every) = find(text);
        let rank = |found: &[usize]| place(found, keys, *meant).unwrap_or(usize::MAX);
        if rank(&ours) > rank(&every) {
            let ours: Vec<&str> = ours.iter().map(|at| names[*at].as_str()).collect();
            println!("    {text:?} for {:?}: {ours:?}", names[*meant]);
        }
    }
}
