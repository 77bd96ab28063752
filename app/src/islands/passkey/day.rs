//! Birth dates as people type them.

/// A day as `YYYY-MM-DD`: eight digits, with or without something between them, full-width or not.
pub(super) fn read_day(typed: &str) -> Option<String> {
    let digit = |c: char| match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    };
    let mut parts: Vec<String> = vec![String::new()];
    for c in typed.trim().chars() {
        match (digit(c), parts.last_mut()) {
            (Some(digit), Some(part)) => part.push(digit),
            _ if "-/. 年月日−ー－／．　".contains(c) => parts.push(String::new()),
            _ => return None,
        }
    }
    parts.retain(|part| !part.is_empty());
    let (year, month, day) = match parts.as_slice() {
        [all] if all.len() == 8 => (&all[..4], &all[4..6], &all[6..]),
        [year, month, day] if year.len() == 4 => (year.as_str(), month.as_str(), day.as_str()),
        _ => return None,
    };
    let within = |part: &str, last: u8| part.len() <= 2 && part.parse().is_ok_and(|n: u8| (1..=last).contains(&n));
    (within(month, 12) && within(day, 31)).then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::read_day;

    #[test]
    fn a_day_is_read_as_people_type_it() {
        for typed in ["1979-04-02", "19790402", "1979/4/2", " １９７９０４０２ ", "1979年4月2日", "1979.04.02", "1979 4 2"] {
            assert_eq!(read_day(typed).as_deref(), Some("1979-04-02"), "{typed}");
        }
    }

    #[test]
    fn what_is_no_day_is_asked_for_again() {
        for typed in ["", "1979", "1979-13-02", "1979-04-32", "79-4-2", "S54.4.2", "1979-04", "197904021", "1979-004-02", "1979-00-10"] {
            assert_eq!(read_day(typed), None, "{typed}");
        }
    }
}
