//go:build cos_err_static

package cos_test

func tags() []string { return []string{"build", "-tags", "cos_err_static"} }
