package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A proven is what a verification established.
type proven struct {
	kind   string
	id     string
	origin string
	index  int64
	size   int64
	entry  [sha256.Size]byte
	// linked: a closing receipt names the opening one that is in the same file.
	linked  bool
	receipt []byte
}

// verify checks one leaf of a receipt file against a proof and a log's public key. It asks nobody.
func verify(vkey string, receiptFile []byte, kind string, proofFile []byte) (proven, error) {
	verifier, err := note.NewVerifier(strings.TrimSpace(vkey))
	if err != nil {
		return proven{}, fmt.Errorf("the verifier key cannot be used: %w", err)
	}
	held, err := parseDocument(receiptFile)
	if err != nil {
		return proven{}, err
	}
	leaf, present := held.leaves[kind]
	if !present {
		return proven{}, fmt.Errorf("the receipt file has no %s leaf", kind)
	}
	evidence, err := parseProof(proofFile)
	if err != nil {
		return proven{}, err
	}
	head, err := openCheckpoint(evidence.checkpoint, verifier)
	if err != nil {
		return proven{}, err
	}
	if head.origin != held.origin {
		return proven{}, fmt.Errorf("the checkpoint is of log %q, the receipt of %q", head.origin, held.origin)
	}
	if evidence.index != leaf.index {
		return proven{}, fmt.Errorf("the proof is for entry %d, the %s receipt is entry %d: "+
			"this is the proof of another leaf", evidence.index, kind, leaf.index)
	}
	entry := sha256.Sum256(append(append([]byte{}, leaf.salt...), leaf.receipt...))
	if err := tlog.CheckRecord(evidence.hashes, head.size, head.root, leaf.index, tlog.RecordHash(entry[:])); err != nil {
		return proven{}, fmt.Errorf("the %s receipt is not entry %d of the log: %w", kind, leaf.index, err)
	}
	linked, err := checkContent(held, kind, leaf)
	if err != nil {
		return proven{}, err
	}
	return proven{
		kind: kind, id: held.id, origin: head.origin, index: leaf.index, size: head.size,
		entry: entry, linked: linked, receipt: leaf.receipt,
	}, nil
}

func openCheckpoint(signed []byte, verifier note.Verifier) (checkpoint, error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return checkpoint{}, fmt.Errorf("the checkpoint is not signed with this key: %w", err)
	}
	for _, signature := range opened.Sigs {
		// note.Open leaves out the bits that do not fill a byte.
		if _, err := decode(signature.Base64); err != nil {
			return checkpoint{}, fmt.Errorf("the checkpoint's signature: %w", err)
		}
	}
	head, err := parseCheckpoint(opened.Text)
	if err != nil {
		return checkpoint{}, err
	}
	if head.origin != verifier.Name() {
		return checkpoint{}, fmt.Errorf("the checkpoint is of log %q, the key of %q", head.origin, verifier.Name())
	}
	return head, nil
}

// checkContent looks into the receipt: it must be the receipt it is said to be, and a closing one names its opening.
func checkContent(held document, kind string, checked leaf) (bool, error) {
	var content struct {
		Type        string `json:"type"`
		RequestID   string `json:"requestId"`
		OpeningLeaf string `json:"openingLeaf"`
	}
	if err := json.Unmarshal(checked.receipt, &content); err != nil {
		return false, fmt.Errorf("the receipt in the log is not a JSON object: %w", err)
	}
	if content.RequestID != held.id {
		return false, fmt.Errorf("the receipt in the log is of request %q, the file says %q", content.RequestID, held.id)
	}
	if content.Type != kind {
		return false, fmt.Errorf("the receipt in the log is of type %q, not %q", content.Type, kind)
	}
	opening, present := held.leaves["opening"]
	if kind != "closing" || !present {
		return false, nil
	}
	entry := sha256.Sum256(append(append([]byte{}, opening.salt...), opening.receipt...))
	if content.OpeningLeaf != "sha256:"+hex.EncodeToString(entry[:]) {
		return false, errors.New("the closing receipt names another opening receipt than the one in the file")
	}
	return true, nil
}
