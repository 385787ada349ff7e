package main

import (
	"strings"
	"testing"
)

func TestConstantsOfAHeader(t *testing.T) {
	header := "#define COS_SKEW_UNKNOWN INT64_MIN\n#define COS_ERR_VERSION \"1.2.3\"\n"
	for _, each := range families {
		header += "/**\n * Why, one of " + each.macro + "*. More.\n */\ntypedef int32_t some_t;\n/**\n * The first\n * of them.\n */\n#define " + each.macro + "LOCAL_IO 7\n"
	}
	header += "#define COS_ERROR_CODE_NO_SUCH_KEY \"NoSuchKey\"\n#define COS_ERROR_CODE_A_B \"A b\"\n"
	code, err := generate(header)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"// Reason is why. More. Each is a target of [errors.Is].\ntype Reason int32\n",
		"// ErrLocalIO means that the first of them.\n\tErrLocalIO Reason = 7\n",
		"case SourceLocalIO:\n\t\treturn \"local_io\"\n",
		"const HeaderVersion = \"1.2.3\"",
		"CodeNoSuchKey = \"NoSuchKey\"\n\tCodeAB        = \"A b\"",
	} {
		if !strings.Contains(string(code), want) {
			t.Errorf("%q is not in:\n%s", want, code)
		}
	}
}

func TestAHeaderThatHasChangedIsAnError(t *testing.T) {
	if _, err := generate("#define COS_ERR_VERSION \"1.2.3\"\n"); err == nil {
		t.Error("no error")
	}
}
