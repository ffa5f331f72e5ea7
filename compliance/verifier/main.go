// Command verify checks, without asking anybody, that a receipt is in its tenant's transparency log.
//
// It is meant to be read: it uses golang.org/x/mod for notes and Merkle proofs and nothing of the cloud's own code.
package main

import (
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"os"
)

// maxFileBytes is far above any receipt or proof.
const maxFileBytes = 1 << 20

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the exit status: 0 when the leaf is proven, 1 when not.
func run(arguments []string, out, errors io.Writer) int {
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	flags.SetOutput(errors)
	vkey := flags.String("vkey", "", "file with the log's verifier key (name+hash+key)")
	receipt := flags.String("receipt", "", "file with the answer of GET /v1/receipts/{id}")
	kind := flags.String("leaf", "closing", "opening, closing or amendment")
	proofFile := flags.String("proof", "", "file with the answer of GET /v1/receipts/{id}.tlog-proof")
	if err := flags.Parse(arguments); err != nil {
		return 1
	}
	result, err := verifyFiles(*vkey, *receipt, *kind, *proofFile)
	if err != nil {
		fmt.Fprintf(errors, "NOT PROVEN: %v\n증명되지 않았습니다. 위의 까닭으로 이 영수증을 믿을 수 없습니다.\n", err)
		return 1
	}
	report(out, result)
	return 0
}

func verifyFiles(vkey, receipt, kind, proofFile string) (proven, error) {
	contents := make([][]byte, 3)
	for i, name := range []string{vkey, receipt, proofFile} {
		content, err := read(name)
		if err != nil {
			return proven{}, fmt.Errorf("--%s: %w", []string{"vkey", "receipt", "proof"}[i], err)
		}
		contents[i] = content
	}
	return verify(string(contents[0]), contents[1], kind, contents[2])
}

func read(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxFileBytes+1))
	if err == nil && len(content) > maxFileBytes {
		err = fmt.Errorf("%s is longer than %d bytes", name, maxFileBytes)
	}
	return content, err
}

func report(out io.Writer, result proven) {
	entry := hex.EncodeToString(result.entry[:])
	fmt.Fprintf(out, "PROVEN\n")
	fmt.Fprintf(out, "- The log %s has signed a checkpoint of %d entries with the key you gave.\n", result.origin, result.size)
	fmt.Fprintf(out, "- Its entry %d is %s,\n  the salted SHA-256 of exactly the bytes of the %s receipt you hold, for request %s.\n",
		result.index, entry, result.kind, result.id)
	if result.linked {
		fmt.Fprintf(out, "- This closing receipt names the opening receipt in the same file.\n")
	}
	fmt.Fprintf(out, "- So neither can be changed, dated back or denied any more. That what it says is true is the operator's word.\n")
	fmt.Fprintf(out, "증명됨\n")
	fmt.Fprintf(out, "- 로그 %s 은(는) 항목 %d개의 체크포인트에 주신 키로 서명했습니다.\n", result.origin, result.size)
	fmt.Fprintf(out, "- 그 %d번 항목은 요청 %s 의 %s 영수증과 한 바이트도 다르지 않은 내용의 솔트 SHA-256 입니다.\n",
		result.index, result.id, korean(result.kind))
	if result.linked {
		fmt.Fprintf(out, "- 이 종료 영수증은 같은 파일의 개시 영수증을 가리킵니다.\n")
	}
	fmt.Fprintf(out, "- 따라서 이 영수증은 바꾸거나 날짜를 앞당기거나 부인할 수 없습니다. 내용이 사실이라는 것은 운영자의 진술입니다.\n")
	fmt.Fprintf(out, "%s\n", result.receipt)
}

func korean(kind string) string {
	switch kind {
	case "opening":
		return "개시"
	case "closing":
		return "종료"
	default:
		return "정정"
	}
}
