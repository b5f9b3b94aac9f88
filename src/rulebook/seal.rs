//! A checksum behind embedded data, so that damage is noticed: written by the build script, checked before decoding.

/// How many bytes the checksum has.
const LENGTH: usize = 8;

/// The data with its checksum.
#[allow(dead_code)] // the program only opens, the build script only seals
pub fn seal(mut data: Vec<u8>) -> Vec<u8> {
    let sum = checksum(&data);
    data.extend_from_slice(&sum.to_le_bytes());
    data
}

/// The data without its checksum; nothing where the two do not agree.
#[allow(dead_code)]
pub fn open(sealed: &[u8]) -> Option<&[u8]> {
    let (data, sum) = sealed.split_at_checked(sealed.len().checked_sub(LENGTH)?)?;
    (*sum == checksum(data).to_le_bytes()).then_some(data)
}

/// A checksum of the bytes, eight at a time: it tells accidents, not forgers.
fn checksum(data: &[u8]) -> u64 {
    let step = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    let mut words = data.chunks_exact(LENGTH);
    let mut sum = data.len() as u64;
    for word in &mut words {
        let mut bytes = [0; LENGTH];
        bytes.copy_from_slice(word);
        sum = step(sum, u64::from_le_bytes(bytes));
    }
    words.remainder().iter().fold(sum, |sum, byte| step(sum, u64::from(*byte)))
}
