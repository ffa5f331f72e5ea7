package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const origin = "log.example/l/01JTEST"

// A sample is a log with one request's receipts in it, as the cloud would hand them out.
type sample struct {
	vkey    string
	receipt []byte
	proofs  map[string][]byte
	signer  note.Signer
	tree    *tree
}

// A tree is a log kept by x/mod itself.
type tree struct {
	hashes []tlog.Hash
	size   int64
}

func (t *tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	result := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		result[i] = t.hashes[index]
	}
	return result, nil
}

func (t *tree) add(test *testing.T, entry []byte) int64 {
	test.Helper()
	stored, err := tlog.StoredHashes(t.size, entry, t)
	if err != nil {
		test.Fatal(err)
	}
	t.hashes = append(t.hashes, stored...)
	t.size++
	return t.size - 1
}

func (t *tree) proof(test *testing.T, index int64, signer note.Signer, origin string) []byte {
	test.Helper()
	root, err := tlog.TreeHash(t.size, t)
	if err != nil {
		test.Fatal(err)
	}
	path, err := tlog.ProveRecord(t.size, index, t)
	if err != nil {
		test.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", origin, t.size, root)}, signer)
	if err != nil {
		test.Fatal(err)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s\nindex %d\n", proofHeader, index)
	for _, hash := range path {
		fmt.Fprintln(&text, hash)
	}
	return []byte(text.String() + "\n" + string(signed))
}

func entryOf(salt []byte, receipt string) []byte {
	entry := sha256.Sum256(append(append([]byte{}, salt...), receipt...))
	return entry[:]
}

func newSample(test *testing.T, before, between, after int) sample {
	test.Helper()
	random := rand.New(rand.NewSource(int64(before*10_000 + between*100 + after)))
	private, vkey, err := note.GenerateKey(random, origin)
	if err != nil {
		test.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		test.Fatal(err)
	}
	log := &tree{}
	others := func(count int) {
		for i := 0; i < count; i++ {
			other := make([]byte, sha256.Size)
			random.Read(other)
			log.add(test, other)
		}
	}
	salts := [2][]byte{make([]byte, saltBytes), make([]byte, saltBytes)}
	random.Read(salts[0])
	random.Read(salts[1])
	opening := `{"v":1,"type":"opening","requestId":"req_1","site":{"name":"서울"}}`
	openingEntry := entryOf(salts[0], opening)
	closing := `{"v":1,"type":"closing","requestId":"req_1","openingLeaf":"sha256:` + hex.EncodeToString(openingEntry) + `"}`
	others(before)
	openingIndex := log.add(test, openingEntry)
	others(between)
	closingIndex := log.add(test, entryOf(salts[1], closing))
	others(after)
	encode := base64.StdEncoding.EncodeToString
	receipt := fmt.Sprintf(
		`{"id":"req_1","status":"logged","origin":%q,"opening":{"index":%d,"salt":%q,"receipt":%q},`+
			`"closing":{"index":%d,"salt":%q,"receipt":%q}}`,
		origin, openingIndex, encode(salts[0]), encode([]byte(opening)),
		closingIndex, encode(salts[1]), encode([]byte(closing)))
	return sample{
		vkey:    vkey,
		receipt: []byte(receipt),
		proofs: map[string][]byte{
			"opening": log.proof(test, openingIndex, signer, origin),
			"closing": log.proof(test, closingIndex, signer, origin),
		},
		signer: signer,
		tree:   log,
	}
}

func TestBothLeavesAreProvenInLogsOfAnySize(test *testing.T) {
	for _, sizes := range [][3]int{{0, 0, 0}, {0, 0, 1}, {1, 0, 0}, {5, 3, 9}, {255, 0, 0}, {255, 1, 300}, {1000, 17, 3}} {
		given := newSample(test, sizes[0], sizes[1], sizes[2])
		for _, kind := range []string{"opening", "closing"} {
			result, err := verify(given.vkey+"\n", given.receipt, kind, given.proofs[kind])
			if err != nil {
				test.Fatalf("%v %s: %v", sizes, kind, err)
			}
			if result.size != int64(sizes[0]+sizes[1]+sizes[2]+2) || result.linked != (kind == "closing") {
				test.Errorf("%v %s: %+v", sizes, kind, result)
			}
		}
	}
}

func TestAnyFlippedBitOfTheProofFileIsRefused(test *testing.T) {
	given := newSample(test, 5, 3, 9)
	for at := range given.proofs["closing"] {
		for bit := 0; bit < 8; bit++ {
			flipped := bytes.Clone(given.proofs["closing"])
			flipped[at] ^= 1 << bit
			if _, err := verify(given.vkey, given.receipt, "closing", flipped); err == nil {
				test.Errorf("bit %d of byte %d, %q, may flip to %q", bit, at, given.proofs["closing"][at], flipped[at])
			}
		}
	}
}

func TestAnyFlippedByteOfSaltOrReceiptIsRefused(test *testing.T) {
	given := newSample(test, 5, 3, 9)
	for _, kind := range []string{"opening", "closing"} {
		for _, field := range []string{"salt", "receipt"} {
			var whole map[string]any
			if err := json.Unmarshal(given.receipt, &whole); err != nil {
				test.Fatal(err)
			}
			leaf := whole[kind].(map[string]any)
			good, err := decode(leaf[field].(string))
			if err != nil {
				test.Fatal(err)
			}
			for at := range good {
				bad := bytes.Clone(good)
				bad[at] ^= 1
				leaf[field] = base64.StdEncoding.EncodeToString(bad)
				changed, err := json.Marshal(whole)
				if err != nil {
					test.Fatal(err)
				}
				if _, err := verify(given.vkey, changed, kind, given.proofs[kind]); err == nil {
					test.Errorf("byte %d of the %s's %s may flip", at, kind, field)
				}
			}
		}
	}
}

func TestAnyFlippedBitOfTheKeyIsRefused(test *testing.T) {
	given := newSample(test, 5, 3, 9)
	for at := range given.vkey {
		flipped := []byte(given.vkey)
		flipped[at] ^= 1
		if _, err := verify(string(flipped), given.receipt, "closing", given.proofs["closing"]); err == nil {
			test.Errorf("byte %d of the key may flip", at)
		}
	}
}

func TestEvidenceOfSomethingElseIsRefused(test *testing.T) {
	given := newSample(test, 5, 3, 9)
	other := newSample(test, 4, 3, 9)
	replaced := func(old, new string) []byte {
		changed := strings.Replace(string(given.receipt), old, new, 1)
		if changed == string(given.receipt) {
			test.Fatalf("%q is not in the receipt", old)
		}
		return []byte(changed)
	}
	cases := map[string]struct {
		vkey    string
		receipt []byte
		kind    string
		proof   []byte
		want    string
	}{
		"the other leaf's proof":  {given.vkey, given.receipt, "closing", given.proofs["opening"], "another leaf"},
		"another log's proof":     {given.vkey, given.receipt, "closing", other.proofs["closing"], "not signed with this key"},
		"another log's key":       {other.vkey, given.receipt, "closing", given.proofs["closing"], "not signed with this key"},
		"another origin":          {given.vkey, replaced(origin, "log.example/l/other"), "closing", given.proofs["closing"], "the receipt of"},
		"another request":         {given.vkey, replaced("req_1", "req_2"), "closing", given.proofs["closing"], "of request"},
		"another index":           {given.vkey, replaced(`"index":9`, `"index":8`), "closing", given.proofs["closing"], "another leaf"},
		"pending":                 {given.vkey, replaced("logged", "pending"), "closing", given.proofs["closing"], "pending"},
		"an unknown leaf":         {given.vkey, given.receipt, "amendment", given.proofs["closing"], "no amendment leaf"},
		"leaves that trade names": {given.vkey, swap(given.receipt), "closing", given.proofs["opening"], "of type"},
		"a checkpoint of another origin, signed with this key": {
			given.vkey, given.receipt, "closing", given.tree.proof(test, 9, given.signer, "log.example/l/other"), "the key of"},
		"an empty file":  {given.vkey, nil, "closing", given.proofs["closing"], "not a JSON object"},
		"an empty proof": {given.vkey, given.receipt, "closing", nil, "no empty line"},
	}
	for name, given := range cases {
		_, err := verify(given.vkey, given.receipt, given.kind, given.proof)
		if err == nil || !strings.Contains(err.Error(), given.want) {
			test.Errorf("%s: %v", name, err)
		}
	}
}

func swap(receipt []byte) []byte {
	text := strings.Replace(string(receipt), `"opening":`, `"x":`, 1)
	text = strings.Replace(text, `"closing":`, `"opening":`, 1)
	return []byte(strings.Replace(text, `"x":`, `"closing":`, 1))
}

func TestAClosingReceiptThatNamesAnotherOpeningIsRefused(test *testing.T) {
	given := newSample(test, 5, 3, 9)
	other := newSample(test, 5, 3, 8)
	var whole, foreign map[string]json.RawMessage
	if json.Unmarshal(given.receipt, &whole) != nil || json.Unmarshal(other.receipt, &foreign) != nil {
		test.Fatal("the samples are JSON")
	}
	whole["opening"] = foreign["opening"]
	mixed, err := json.Marshal(whole)
	if err != nil {
		test.Fatal(err)
	}
	if _, err := verify(given.vkey, mixed, "closing", given.proofs["closing"]); err == nil ||
		!strings.Contains(err.Error(), "another opening") {
		test.Errorf("%v", err)
	}
}

func TestExtraDataIsAllowedAndMeansNothing(test *testing.T) {
	given := newSample(test, 1, 1, 1)
	with := strings.Replace(string(given.proofs["closing"]), "\nindex", "\nextra aGFub2s=\nindex", 1)
	if _, err := verify(given.vkey, given.receipt, "closing", []byte(with)); err != nil {
		test.Error(err)
	}
}

func TestTheCommandSaysItInBothLanguagesAndByItsStatus(test *testing.T) {
	given := newSample(test, 5, 3, 9)
	folder := test.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			test.Fatal(err)
		}
		return path
	}
	arguments := []string{
		"--vkey", file("vkey", []byte(given.vkey)), "--receipt", file("receipt.json", given.receipt),
		"--leaf", "closing", "--proof", file("closing.tlog-proof", given.proofs["closing"])}
	var out, errors bytes.Buffer
	if status := run(arguments, &out, &errors); status != 0 {
		test.Fatalf("status %d: %s", status, errors.String())
	}
	for _, part := range []string{"PROVEN", "증명됨", origin, "entry 9", "req_1"} {
		if !strings.Contains(out.String(), part) {
			test.Errorf("%q is missing in %s", part, out.String())
		}
	}
	file("receipt.json", bytes.Replace(given.receipt, []byte("req_1"), []byte("req_2"), 1))
	out.Reset()
	if status := run(arguments, &out, &errors); status != 1 || out.Len() != 0 {
		test.Errorf("status %d, said %s", status, out.String())
	}
	if !strings.Contains(errors.String(), "NOT PROVEN") || !strings.Contains(errors.String(), "증명되지 않았습니다") {
		test.Error(errors.String())
	}
	if status := run([]string{"--vkey", "nowhere"}, &out, &errors); status != 1 {
		test.Errorf("status %d for a missing file", status)
	}
	if status := run([]string{"--unknown"}, &out, &errors); status != 1 {
		test.Errorf("status %d for an unknown flag", status)
	}
}
