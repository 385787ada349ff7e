module libcos_err/cos

go 1.19
