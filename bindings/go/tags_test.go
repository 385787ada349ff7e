//go:build !cos_err_static

package cos_test

// tags is how a program is built that links as these tests do.
func tags() []string { return []string{"build"} }
