// Command cases runs the case tables of this project by package cos, and prints a
// line for each row: see tests/cases/README.md.
//
//	cases TABLE-FOLDER STANDIN-ADDRESS
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// runner knows where the tables are and where the stand-in listens.
type runner struct {
	tables, standin string
	out             *bufio.Writer
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: cases TABLE-FOLDER STANDIN-ADDRESS")
		os.Exit(2)
	}
	r := &runner{tables: os.Args[1], standin: os.Args[2], out: bufio.NewWriter(os.Stdout)}
	err := r.table("answers.jsonl", r.answer)
	if err == nil {
		err = r.table("arguments.jsonl", r.argument)
	}
	if err == nil {
		err = r.table("live.jsonl", r.live)
	}
	if err == nil {
		err = r.table("presign.jsonl", r.presign)
	}
	if err == nil {
		err = r.table("values.jsonl", r.values)
	}
	if flushed := r.out.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// table prints a line for each row of a file.
func (r *runner) table(name string, run func(row []byte) error) error {
	rows, err := os.ReadFile(filepath.Join(r.tables, name))
	if err != nil {
		return err
	}
	for _, row := range bytes.Split(bytes.TrimSpace(rows), []byte("\n")) {
		var named struct{ ID string }
		if err := json.Unmarshal(row, &named); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		r.put(named.ID)
		if err := run(row); err != nil {
			return fmt.Errorf("%s: %s: %w", name, named.ID, err)
		}
		r.out.WriteByte('\n')
	}
	return nil
}

// strict reads a row; a member that nobody knows must not go unread.
func strict(row []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(row))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}
