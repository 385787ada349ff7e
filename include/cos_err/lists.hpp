/// Lists of an error or a response. A list holds its owner, and copies nothing.
#ifndef COS_ERR_LISTS_HPP
#define COS_ERR_LISTS_HPP

#include <cstddef>
#include <cstring>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>

#include "config.hpp"

namespace cos_err {

/// A header, or a detail.
struct field {
  std::string_view name;
  std::string_view value;
};

/// Headers or details in the order in which they arrived, with repeated names.
class fields {
 public:
  class iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = field;
    using difference_type = std::ptrdiff_t;
    using pointer = const field*;
    using reference = field;

    iterator() noexcept = default;
    explicit iterator(const char* at) noexcept : at_(at) {}
    field operator*() const noexcept {
      const std::string_view name(at_);
      return {name, std::string_view(at_ + name.size() + 1)};
    }
    iterator& operator++() noexcept {
      at_ += std::strlen(at_) + 1;
      at_ += std::strlen(at_) + 1;
      return *this;
    }
    iterator operator++(int) noexcept {
      iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(iterator a, iterator b) noexcept { return a.at_ == b.at_; }
    friend bool operator!=(iterator a, iterator b) noexcept { return a.at_ != b.at_; }

   private:
    const char* at_ = nullptr;
  };

  /// A block from cos_error_fields, and the object that owns it.
  fields(std::shared_ptr<const void> owner, const char* block, std::size_t length, std::size_t count) noexcept
      : owner_(std::move(owner)), begin_(block), end_(block + length), count_(count) {}
  iterator begin() const noexcept { return iterator(begin_); }
  iterator end() const noexcept { return iterator(end_); }
  std::size_t size() const noexcept { return count_; }
  bool empty() const noexcept { return count_ == 0; }

 private:
  std::shared_ptr<const void> owner_;
  const char* begin_;
  const char* end_;
  std::size_t count_;
};

/// Items that are read by their index: `Get` is a function (const Owner*, index).
template <class Owner, auto Get>
class list {
 public:
  using value_type = decltype(Get(static_cast<const Owner*>(nullptr), std::size_t{}));

  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = list::value_type;
    using difference_type = std::ptrdiff_t;
    using pointer = const value_type*;
    using reference = value_type;

    iterator() noexcept = default;
    iterator(const Owner* owner, std::size_t index) noexcept : owner_(owner), index_(index) {}
    value_type operator*() const { return Get(owner_, index_); }
    iterator& operator++() noexcept {
      ++index_;
      return *this;
    }
    iterator operator++(int) noexcept { return iterator(owner_, index_++); }
    friend bool operator==(iterator a, iterator b) noexcept { return a.index_ == b.index_; }
    friend bool operator!=(iterator a, iterator b) noexcept { return a.index_ != b.index_; }

   private:
    const Owner* owner_ = nullptr;
    std::size_t index_ = 0;
  };

  list(std::shared_ptr<const Owner> owner, std::size_t count) noexcept : owner_(std::move(owner)), count_(count) {}
  iterator begin() const noexcept { return iterator(owner_.get(), 0); }
  iterator end() const noexcept { return iterator(owner_.get(), count_); }
  std::size_t size() const noexcept { return count_; }
  bool empty() const noexcept { return count_ == 0; }
  /// Returns an empty item if index is too large.
  value_type operator[](std::size_t index) const { return Get(owner_.get(), index); }

 private:
  std::shared_ptr<const Owner> owner_;
  std::size_t count_;
};

}  // namespace cos_err

#endif
