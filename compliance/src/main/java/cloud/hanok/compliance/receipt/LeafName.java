package cloud.hanok.compliance.receipt;

/**
 * What names a leaf within its log.
 *
 * @param request text of the request's id
 * @param attempt from 1
 * @param kind which receipt
 */
record LeafName(String request, int attempt, LeafKind kind) {
    static LeafName of(Leaf leaf) {
        return new LeafName(leaf.request().text(), leaf.attempt(), leaf.kind());
    }
}
