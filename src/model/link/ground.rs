//! What each document stands on, with the topics for which it points there.

use super::{Direct, DocumentId, Links, Support, Unresolved, messages};
use crate::finding::Finding;
use crate::model::{Document, EntryId};
use crate::vocabulary::{KindSet, Topics};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// What each document stands on; a way back to where it began is a circle, told once, and so is a ground that is too
/// large.
pub(super) fn ground(documents: &[Document], direct: &[Direct], findings: &mut Vec<Finding>) -> Vec<Links> {
    let all = (0..direct.len()).into_par_iter();
    let walked: Vec<_> =
        all.map_init(|| vec![None; direct.len()], |seen, at| walk(DocumentId(at as u32), direct, seen)).collect();
    let mut cut = walked.iter().zip(documents).filter(|((_, _, cut), _)| *cut).map(|(_, document)| document);
    findings.extend(cut.next().map(|first| messages::too_much_below(first, cut.count(), MOST_GROUND)));
    let (links, closing): (Vec<Links>, Vec<_>) = walked.into_iter().map(|(links, closing, _)| (links, closing)).unzip();
    let mut told = vec![false; direct.len()];
    for (at, closing) in closing.into_iter().enumerate() {
        let Some((here, entry)) = closing.filter(|_| !told[at]) else { continue };
        findings.push(messages::circle(&documents[here.0 as usize], entry, &documents[at]));
        tell(DocumentId(at as u32), &links[at].ground, direct, &mut told);
    }
    links
}

/// A document that stands on more others than these is told, and the others are not followed: what they might say stays
/// a question.
const MOST_GROUND: usize = 512;

/// Breadth first over what a document stands on, and the reference that leads back to it if one does.
/// `seen` is the walk that came by each document last.
fn walk(
    start: DocumentId,
    direct: &[Direct],
    seen: &mut [Option<DocumentId>],
) -> (Links, Option<(DocumentId, EntryId)>, bool) {
    let own = &direct[start.0 as usize];
    let (mut ground, mut resolved, mut closing): (Vec<Support>, _, _) = (Vec::new(), own.resolved, None);
    let mut here = Support { distance: 0, document: start, topics: Topics::ALL };
    let (mut walked, mut cut) = (0, false);
    loop {
        let of_this = &direct[here.document.0 as usize];
        resolved &= of_this.resolved;
        for (entry, below, topics) in &of_this.ground {
            let (distance, topics) = (here.distance.saturating_add(1), here.topics.of(*topics));
            if *below == start {
                closing = closing.or(Some((here.document, *entry)));
            } else if seen[below.0 as usize].replace(start) != Some(start) {
                match ground.len() < MOST_GROUND {
                    true => ground.push(Support { distance, document: *below, topics }),
                    false => cut = true,
                }
            }
        }
        let Some(next) = ground.get(walked) else { break };
        here = *next;
        walked += 1;
    }
    let mut unresolved = pointed(start, direct, &mut ground);
    if cut {
        (resolved, unresolved) = (false, Unresolved { topics: Topics::ALL, kinds: KindSet::ALL });
    }
    let mut targets = own.targets.clone();
    targets.sort_unstable();
    let versions = own.versions.clone();
    (Links { targets, ground, unresolved, versions, resolved }, closing, cut)
}

/// A document that stands on more others than these is taken to point to each of them for every topic.
const MOST_POINTED: usize = 256;

/// Adds the topics of all ways to each document, of which there may be several, until none is new; and what the
/// references lead to that lead nowhere.
fn pointed(start: DocumentId, direct: &[Direct], ground: &mut [Support]) -> Unresolved {
    if ground.len() > MOST_POINTED {
        ground.iter_mut().for_each(|known| known.topics = Topics::ALL);
    }
    let several = ground.iter().map(|support| direct[support.document.0 as usize].ground.len()).sum::<usize>()
        + direct[start.0 as usize].ground.len()
        > ground.len();
    loop {
        let (mut at, mut grown) = (0, false);
        while several && at <= ground.len() {
            let (from, topics) = match at.checked_sub(1) {
                None => (start, Topics::ALL),
                Some(at) => (ground[at].document, ground[at].topics),
            };
            for (_, below, points) in &direct[from.0 as usize].ground {
                let Some(known) = ground.iter_mut().find(|known| known.document == *below) else { continue };
                let all = known.topics.and(topics.of(*points));
                grown |= all != known.topics;
                known.topics = all;
            }
            at += 1;
        }
        if !grown {
            break;
        }
    }
    let ways = std::iter::once((start, Topics::ALL)).chain(ground.iter().map(|known| (known.document, known.topics)));
    let lost = ways.flat_map(|(from, topics)| {
        direct[from.0 as usize].unresolved.iter().map(move |(kinds, points)| (*kinds, topics.of(*points)))
    });
    lost.fold(Unresolved::default(), |all, (kinds, topics)| Unresolved {
        topics: all.topics.and(topics),
        kinds: all.kinds.and(kinds),
    })
}

/// Marks the documents that lie on a circle with `start`, so that it is told once, at its first document:
/// those on its ground that stand on it, found backwards.
fn tell(start: DocumentId, ground: &[Support], direct: &[Direct], told: &mut [bool]) {
    let mut above: FxHashMap<DocumentId, Vec<DocumentId>> = FxHashMap::default();
    for Support { document: id, .. } in ground {
        for (_, below, _) in &direct[id.0 as usize].ground {
            above.entry(*below).or_default().push(*id);
        }
    }
    let mut front = vec![start];
    while let Some(here) = front.pop() {
        told[here.0 as usize] = true;
        let standing = above.remove(&here).unwrap_or_default();
        front.extend(standing.into_iter().filter(|id| !told[id.0 as usize]));
    }
}
