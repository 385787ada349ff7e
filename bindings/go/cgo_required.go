//go:build !cgo

package cos

// This package is C by cgo. The name below is not defined, for the compiler to show it.
const _ = libcos_err_needs_cgo__set_CGO_ENABLED_1_and_install_a_C_compiler
