package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// proofHeader is the first line of a c2sp.org/tlog-proof file.
const proofHeader = "c2sp.org/tlog-proof@v1"

// maxHashes bounds a proof: a path in a tree of 2^63 leaves is no longer.
const maxHashes = 63

// saltBytes is fixed, so that salt and receipt cannot be cut apart elsewhere with the same hash.
const saltBytes = 32

// A leaf is what the tenant holds of one entry: the salt and the exact bytes of the receipt.
type leaf struct {
	index   int64
	salt    []byte
	receipt []byte
}

// A document is the answer of GET /v1/receipts/{id}.
type document struct {
	id     string
	origin string
	leaves map[string]leaf
}

// A proof is a c2sp.org/tlog-proof file; its checkpoint is not verified yet.
type proof struct {
	index      int64
	hashes     tlog.RecordProof
	checkpoint []byte
}

// A checkpoint is the text of a verified c2sp.org/tlog-checkpoint.
type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
}

func parseDocument(data []byte) (document, error) {
	var outer map[string]json.RawMessage
	if err := json.Unmarshal(data, &outer); err != nil {
		return document{}, fmt.Errorf("the receipt file is not a JSON object: %w", err)
	}
	text := func(key string) (string, error) {
		var value string
		if err := json.Unmarshal(outer[key], &value); err != nil || value == "" {
			return "", fmt.Errorf("the receipt file has no text %q", key)
		}
		return value, nil
	}
	status, err := text("status")
	if err != nil {
		return document{}, err
	}
	if status != "logged" {
		return document{}, fmt.Errorf("the receipt is %q, not \"logged\": ask for it again in a few seconds", status)
	}
	id, err := text("id")
	if err != nil {
		return document{}, err
	}
	origin, err := text("origin")
	if err != nil {
		return document{}, err
	}
	result := document{id: id, origin: origin, leaves: map[string]leaf{}}
	for _, kind := range []string{"opening", "closing", "amendment"} {
		raw, present := outer[kind]
		if !present || string(raw) == "null" {
			continue
		}
		if result.leaves[kind], err = parseLeaf(raw); err != nil {
			return document{}, fmt.Errorf("%s: %w", kind, err)
		}
	}
	return result, nil
}

func parseLeaf(raw json.RawMessage) (leaf, error) {
	var fields struct {
		Index   *int64 `json:"index"`
		Salt    string `json:"salt"`
		Receipt string `json:"receipt"`
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return leaf{}, fmt.Errorf("index, salt and receipt expected: %w", err)
	}
	salt, err := decode(fields.Salt)
	if err != nil || len(salt) != saltBytes {
		return leaf{}, fmt.Errorf("the salt is not %d bytes in base64", saltBytes)
	}
	receipt, err := decode(fields.Receipt)
	if err != nil || len(receipt) == 0 {
		return leaf{}, errors.New("the receipt is not base64")
	}
	if fields.Index == nil || *fields.Index < 0 {
		return leaf{}, errors.New("the index is missing or negative")
	}
	return leaf{index: *fields.Index, salt: salt, receipt: receipt}, nil
}

func parseProof(data []byte) (proof, error) {
	head, signed, found := strings.Cut(string(data), "\n\n")
	if !found {
		return proof{}, errors.New("the proof has no empty line before its checkpoint")
	}
	lines := strings.Split(head, "\n")
	if lines[0] != proofHeader {
		return proof{}, fmt.Errorf("the proof does not begin with %q", proofHeader)
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		if _, err := decode(strings.TrimPrefix(lines[0], "extra ")); err != nil {
			return proof{}, errors.New("the proof's extra data is not base64")
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return proof{}, errors.New("the proof has no index")
	}
	index, err := parseNumber(strings.TrimPrefix(lines[0], "index "))
	if err != nil {
		return proof{}, fmt.Errorf("the proof's index: %w", err)
	}
	result := proof{index: index, checkpoint: []byte(signed)}
	for _, line := range lines[1:] {
		hash, err := parseHash(line)
		if err != nil {
			return proof{}, fmt.Errorf("hash %d of the proof: %w", len(result.hashes)+1, err)
		}
		result.hashes = append(result.hashes, hash)
	}
	if len(result.hashes) > maxHashes {
		return proof{}, fmt.Errorf("the proof has %d hashes, at most %d are possible", len(result.hashes), maxHashes)
	}
	return result, nil
}

// parseCheckpoint reads the text of a note whose signature was verified. x/mod's ParseTree reads the Go checksum
// database's form, which is another one.
func parseCheckpoint(text string) (checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] == "" || lines[len(lines)-1] != "" {
		return checkpoint{}, errors.New("the checkpoint is not origin, size and root, a line each")
	}
	size, err := parseNumber(lines[1])
	if err != nil {
		return checkpoint{}, fmt.Errorf("the checkpoint's size: %w", err)
	}
	root, err := parseHash(lines[2])
	if err != nil {
		return checkpoint{}, fmt.Errorf("the checkpoint's root: %w", err)
	}
	return checkpoint{origin: lines[0], size: size, root: root}, nil
}

// parseNumber reads a decimal number in its one canonical form.
func parseNumber(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < 0 || strconv.FormatInt(number, 10) != text {
		return 0, fmt.Errorf("%q is not a decimal number without sign and leading zeros", text)
	}
	return number, nil
}

func parseHash(text string) (tlog.Hash, error) {
	bytes, err := decode(text)
	if err != nil || len(bytes) != tlog.HashSize {
		return tlog.Hash{}, fmt.Errorf("%q is not %d bytes in base64", text, tlog.HashSize)
	}
	return tlog.Hash(bytes), nil
}

// decode reads base64 in its one canonical form: stray bits and line breaks are refused, so that no byte of a file can
// change unnoticed.
func decode(text string) ([]byte, error) {
	bytes, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, err
	}
	if base64.StdEncoding.EncodeToString(bytes) != text {
		return nil, errors.New("not canonical base64")
	}
	return bytes, nil
}
