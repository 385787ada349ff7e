//go:build !cgo

package cos

// This package needs cgo. The name below is not defined, so that the compiler shows it.
const _ = libcos_err_needs_cgo__set_CGO_ENABLED_1_and_install_a_C_compiler
