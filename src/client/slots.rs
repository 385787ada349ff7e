//! What comes and goes, each under a number while it is there.

/// A number takes neither a hash nor a search. It is given again once what had it is gone.
#[derive(Debug)]
pub struct Slots<T> {
    items: Vec<Option<T>>,
    free: Vec<usize>,
}

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Slots {
            items: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T> Slots<T> {
    pub fn is_empty(&self) -> bool {
        self.items.len() == self.free.len()
    }

    pub fn insert(&mut self, item: T) -> usize {
        let number = self.free.pop().unwrap_or(self.items.len());
        match self.items.get_mut(number) {
            Some(slot) => *slot = Some(item),
            None => self.items.push(Some(item)),
        }
        number
    }

    /// `None`: nothing has this number.
    pub fn remove(&mut self, number: usize) -> Option<T> {
        let item = self.items.get_mut(number)?.take()?;
        self.free.push(number);
        Some(item)
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.items.iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_number_of_its_own_while_it_is_there() {
        let mut slots = Slots::default();
        assert!(slots.is_empty());
        let numbers = ["a", "b", "c"].map(|item| slots.insert(item));
        assert_eq!(slots.remove(numbers[1]), Some("b"));
        assert_eq!(slots.remove(numbers[1]), None);
        assert_eq!(slots.remove(3), None);
        let next = ["d", "e"].map(|item| slots.insert(item));
        assert_eq!(
            slots.iter().copied().collect::<Vec<_>>(),
            ["a", "d", "c", "e"]
        );
        for number in [numbers[0], next[1], next[0], numbers[2]] {
            assert!(!slots.is_empty() && slots.remove(number).is_some());
        }
        assert!(slots.is_empty() && slots.iter().next().is_none());
    }
}
