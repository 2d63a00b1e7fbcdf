//! The choice of ranges that covers a set of house numbers with the fewest.

use std::collections::BTreeMap;

use super::house_number::{HouseNumber, Parity};

/// Own numbers in runs without a foreign number between: once over both
/// sides, once side by side. Every run over both sides touches at most one
/// run of each side, so "which runs to write" is a vertex cover in a graph
/// whose edges lead from a run over both sides to the runs of its sides.
pub(super) struct Groups<'a> {
    /// Members of each run over both sides (the second value is that run).
    pub(super) both: Vec<Vec<(&'a HouseNumber, usize)>>,
    /// Members of each one-sided run, with their run over both sides.
    pub(super) sides: Vec<Vec<(&'a HouseNumber, usize)>>,
    /// The one-sided runs that each run over both sides has members in.
    edges: Vec<Vec<usize>>,
}

/// Which runs are written.
pub(super) struct Chosen {
    pub(super) both: Vec<bool>,
    pub(super) sides: Vec<bool>,
}

impl<'a> Groups<'a> {
    /// Sorts numbers into runs; the second value says whether one is own.
    pub(super) fn of(sorted: &[(&'a HouseNumber, bool)]) -> Self {
        let mut groups = Self { both: Vec::new(), sides: Vec::new(), edges: Vec::new() };
        let mut open_both = None;
        let mut open_side: [Option<usize>; 2] = [None, None];
        for (number, own) in sorted {
            let side = usize::from(number.parity() == Parity::Even);
            if !own {
                open_both = None;
                open_side[side] = None;
                continue;
            }
            let both = *open_both.get_or_insert_with(|| {
                groups.both.push(Vec::new());
                groups.edges.push(Vec::new());
                groups.both.len() - 1
            });
            let run = *open_side[side].get_or_insert_with(|| {
                groups.sides.push(Vec::new());
                groups.sides.len() - 1
            });
            groups.both[both].push((number, both));
            groups.sides[run].push((number, both));
            if !groups.edges[both].contains(&run) {
                groups.edges[both].push(run);
            }
        }
        groups
    }

    /// The smallest choice, by König's theorem: a largest matching gives a
    /// smallest vertex cover. Starting from the free one-sided runs prefers
    /// those. Runs are in street order, so augmenting paths stay short.
    pub(super) fn fewest(&self) -> Chosen {
        let mut touching: Vec<Vec<usize>> = vec![Vec::new(); self.sides.len()];
        for (both, sides) in self.edges.iter().enumerate() {
            sides.iter().for_each(|side| touching[*side].push(both));
        }
        let mut partner_of_both: Vec<Option<usize>> = vec![None; self.both.len()];
        let mut partner_of_side: Vec<Option<usize>> = vec![None; self.sides.len()];
        for start in 0..self.sides.len() {
            // A search for a free run over both sides, without recursion.
            let mut came_from: BTreeMap<usize, usize> = BTreeMap::new();
            let mut open = vec![start];
            let mut free = None;
            'search: while let Some(side) = open.pop() {
                for &both in &touching[side] {
                    if came_from.contains_key(&both) {
                        continue;
                    }
                    came_from.insert(both, side);
                    match partner_of_both[both] {
                        Some(next) => open.push(next),
                        None => {
                            free = Some(both);
                            break 'search;
                        }
                    }
                }
            }
            // Every pair along the path changes its partner.
            while let Some(both) = free {
                let Some(&side) = came_from.get(&both) else { break };
                partner_of_both[both] = Some(side);
                free = partner_of_side[side].replace(both);
            }
        }
        // Everything reachable from a free one-sided run by alternating paths.
        let mut reached_both = vec![false; self.both.len()];
        let mut reached_side: Vec<bool> = partner_of_side.iter().map(Option::is_none).collect();
        let mut open: Vec<usize> = (0..self.sides.len()).filter(|s| reached_side[*s]).collect();
        while let Some(side) = open.pop() {
            for &both in &touching[side] {
                reached_both[both] = true;
                if let Some(next) = partner_of_both[both]
                    && !reached_side[next]
                {
                    reached_side[next] = true;
                    open.push(next);
                }
            }
        }
        Chosen { both: reached_both, sides: reached_side.iter().map(|r| !r).collect() }
    }
}
