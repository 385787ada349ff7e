/// A value or an error: std::expected (C++23), or its replacement before.
#ifndef COS_ERR_EXPECTED_HPP
#define COS_ERR_EXPECTED_HPP

#include "config.hpp"
#include "exception.hpp"

#if COS_ERR_STD_EXPECTED
#include <expected>
#else
#include <cstdlib>
#include <exception>
#include <functional>
#include <type_traits>
#include <utility>
#include <variant>
#endif

namespace cos_err {
inline namespace COS_ERR_MODE {

#if COS_ERR_STD_EXPECTED

template <class T, class E = error>
using expected = std::expected<T, E>;
template <class E>
using unexpected = std::unexpected<E>;
template <class E>
using bad_expected_access = std::bad_expected_access<E>;

#else

/// Holds an error that an expected is made from.
template <class E>
class unexpected {
 public:
  explicit unexpected(E error) : error_(std::move(error)) {}
  const E& error() const& noexcept { return error_; }
  E& error() & noexcept { return error_; }
  const E&& error() const&& noexcept { return std::move(error_); }
  E&& error() && noexcept { return std::move(error_); }

 private:
  E error_;
};
template <class E>
unexpected(E) -> unexpected<E>;

#if COS_ERR_EXCEPTIONS
/// The exception that value() throws if there is no value.
template <class E>
class COS_ERR_VISIBLE bad_expected_access : public std::exception {
 public:
  explicit bad_expected_access(E error) : error_(std::move(error)) {}
  const char* what() const noexcept override { return "bad access to cos_err::expected without a value"; }
  const E& error() const noexcept { return error_; }

 private:
  E error_;
};
#endif

/// The part of std::expected that programs for both can use.
template <class T, class E = error>
class [[nodiscard]] expected {
  static constexpr bool is_void = std::is_void_v<T>;
  using held = std::conditional_t<is_void, std::monostate, T>;

 public:
  using value_type = T;
  using error_type = E;
  using unexpected_type = unexpected<E>;

  template <class U = held, std::enable_if_t<std::is_default_constructible_v<U>, int> = 0>
  expected() : either_(std::in_place_index<0>) {}
  template <class U = held,
            std::enable_if_t<std::is_constructible_v<held, U> && !std::is_same_v<std::decay_t<U>, expected> &&
                                 !std::is_same_v<std::decay_t<U>, unexpected_type> && !is_void,
                             int> = 0>
  expected(U&& value) : either_(std::in_place_index<0>, std::forward<U>(value)) {}
  template <class G>
  expected(unexpected<G> error) : either_(std::in_place_index<1>, std::move(error).error()) {}

  [[nodiscard]] bool has_value() const noexcept { return either_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  template <class U = held>
  const U& operator*() const& noexcept { return *std::get_if<0>(&either_); }
  template <class U = held>
  U& operator*() & noexcept { return *std::get_if<0>(&either_); }
  template <class U = held>
  const U&& operator*() const&& noexcept { return std::move(*std::get_if<0>(&either_)); }
  template <class U = held>
  U&& operator*() && noexcept { return std::move(*std::get_if<0>(&either_)); }
  const held* operator->() const noexcept { return std::get_if<0>(&either_); }
  held* operator->() noexcept { return std::get_if<0>(&either_); }

  const E& error() const& noexcept { return *std::get_if<1>(&either_); }
  E& error() & noexcept { return *std::get_if<1>(&either_); }
  const E&& error() const&& noexcept { return std::move(*std::get_if<1>(&either_)); }
  E&& error() && noexcept { return std::move(*std::get_if<1>(&either_)); }

  decltype(auto) value() const& { return demand(), static_cast<std::add_lvalue_reference_t<const T>>(**this); }
  decltype(auto) value() & { return demand(), static_cast<std::add_lvalue_reference_t<T>>(**this); }
  decltype(auto) value() const&& {
    return demand(), static_cast<std::add_rvalue_reference_t<const T>>(*std::move(*this));
  }
  decltype(auto) value() && { return demand(), static_cast<std::add_rvalue_reference_t<T>>(*std::move(*this)); }

  template <class U>
  T value_or(U&& other) const& { return has_value() ? **this : static_cast<T>(std::forward<U>(other)); }
  template <class U>
  T value_or(U&& other) && { return has_value() ? *std::move(*this) : static_cast<T>(std::forward<U>(other)); }

  template <class G = E>
  E error_or(G&& other) const& { return has_value() ? static_cast<E>(std::forward<G>(other)) : error(); }
  template <class G = E>
  E error_or(G&& other) && {
    return has_value() ? static_cast<E>(std::forward<G>(other)) : std::move(*this).error();
  }

  /// Calls the next step with the value, if there is one. The step returns an expected.
  template <class F>
  auto and_then(F&& next) & { return chain(*this, std::forward<F>(next)); }
  template <class F>
  auto and_then(F&& next) const& { return chain(*this, std::forward<F>(next)); }
  template <class F>
  auto and_then(F&& next) && { return chain(std::move(*this), std::forward<F>(next)); }
  template <class F>
  auto and_then(F&& next) const&& { return chain(std::move(*this), std::forward<F>(next)); }

  /// Converts the value.
  template <class F>
  auto transform(F&& change) & { return change_value(*this, std::forward<F>(change)); }
  template <class F>
  auto transform(F&& change) const& { return change_value(*this, std::forward<F>(change)); }
  template <class F>
  auto transform(F&& change) && { return change_value(std::move(*this), std::forward<F>(change)); }
  template <class F>
  auto transform(F&& change) const&& { return change_value(std::move(*this), std::forward<F>(change)); }

  /// Calls a function with the error, if there is one. The function returns another expected.
  template <class F>
  auto or_else(F&& instead) & { return replace_error(*this, std::forward<F>(instead)); }
  template <class F>
  auto or_else(F&& instead) const& { return replace_error(*this, std::forward<F>(instead)); }
  template <class F>
  auto or_else(F&& instead) && { return replace_error(std::move(*this), std::forward<F>(instead)); }
  template <class F>
  auto or_else(F&& instead) const&& { return replace_error(std::move(*this), std::forward<F>(instead)); }

  /// Converts the error.
  template <class F>
  auto transform_error(F&& change) & { return change_error(*this, std::forward<F>(change)); }
  template <class F>
  auto transform_error(F&& change) const& { return change_error(*this, std::forward<F>(change)); }
  template <class F>
  auto transform_error(F&& change) && { return change_error(std::move(*this), std::forward<F>(change)); }
  template <class F>
  auto transform_error(F&& change) const&& { return change_error(std::move(*this), std::forward<F>(change)); }

 private:
  template <class Type>
  using bare = std::remove_cv_t<std::remove_reference_t<Type>>;

  template <class Self, class F>
  static decltype(auto) call(Self&& self, F&& function) {
    if constexpr (is_void) {
      return std::invoke(std::forward<F>(function));
    } else {
      return std::invoke(std::forward<F>(function), *std::forward<Self>(self));
    }
  }
  /// Moves the value of `self` into an expected of another error type.
  template <class Result, class Self>
  static Result with_value(Self&& self) {
    if constexpr (is_void) {
      return static_cast<void>(self), Result();
    } else {
      return Result(*std::forward<Self>(self));
    }
  }

  template <class Self, class F>
  static auto chain(Self&& self, F&& next) {
    using result = bare<decltype(call(std::forward<Self>(self), std::forward<F>(next)))>;
    if (!self.has_value()) return result(unexpected_type(std::forward<Self>(self).error()));
    return call(std::forward<Self>(self), std::forward<F>(next));
  }
  template <class Self, class F>
  static auto change_value(Self&& self, F&& change) {
    using changed = bare<decltype(call(std::forward<Self>(self), std::forward<F>(change)))>;
    using result = expected<changed, E>;
    if (!self.has_value()) return result(unexpected_type(std::forward<Self>(self).error()));
    if constexpr (std::is_void_v<changed>) {
      call(std::forward<Self>(self), std::forward<F>(change));
      return result();
    } else {
      return result(call(std::forward<Self>(self), std::forward<F>(change)));
    }
  }
  template <class Self, class F>
  static auto replace_error(Self&& self, F&& instead) {
    using result = bare<std::invoke_result_t<F, decltype(std::forward<Self>(self).error())>>;
    if (self.has_value()) return with_value<result>(std::forward<Self>(self));
    return std::invoke(std::forward<F>(instead), std::forward<Self>(self).error());
  }
  template <class Self, class F>
  static auto change_error(Self&& self, F&& change) {
    using changed = bare<std::invoke_result_t<F, decltype(std::forward<Self>(self).error())>>;
    using result = expected<T, changed>;
    if (self.has_value()) return with_value<result>(std::forward<Self>(self));
    return result(unexpected<changed>(std::invoke(std::forward<F>(change), std::forward<Self>(self).error())));
  }
  void demand() const {
    if (has_value()) return;
#if COS_ERR_EXCEPTIONS
    throw bad_expected_access<E>(error());
#else
    std::abort();
#endif
  }

  std::variant<held, E> either_;
};

#endif

namespace glue {

/// The result of a C function in the non-throwing style. `result` is used on success only.
template <class T>
expected<T> outcome(cos_error_t* failed, T&& result) {
  if (failed != nullptr) return unexpected<error>(error(failed));
  return std::forward<T>(result);
}

#if COS_ERR_EXCEPTIONS
/// Converts from the non-throwing style to the throwing style.
template <class T>
T get(expected<T>&& result) {
  if (!result) result.error().raise();
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}
#endif

}  // namespace glue
}  // namespace COS_ERR_MODE
}  // namespace cos_err

#endif
