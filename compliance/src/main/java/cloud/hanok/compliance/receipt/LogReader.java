package cloud.hanok.compliance.receipt;

import cloud.hanok.compliance.receipt.LeafStore.StoredLeaf;
import cloud.hanok.compliance.receipt.LogDirectory.KnownLog;
import cloud.hanok.compliance.receipt.LogTiles.PublishedCheckpoint;
import cloud.hanok.compliance.receipt.ReceiptView.LoggedLeaf;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.tlog.EntryBundles;
import cloud.hanok.platform.tlog.LogProof;
import cloud.hanok.platform.tlog.Proofs;
import cloud.hanok.platform.tlog.TileAddress;
import cloud.hanok.platform.tlog.TileAddress.EntryBundle;
import cloud.hanok.platform.tlog.TileAddress.HashTile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads logs as of their newest checkpoint. */
final class LogReader {
    private static final Pattern LOG_ID = Pattern.compile("[0-9a-f]{32}");

    private final LogDirectory directory;
    private final LogTiles tiles;
    private final LeafStore leaves;

    LogReader(LogDirectory directory, LogTiles tiles, LeafStore leaves) {
        this.directory = directory;
        this.tiles = tiles;
        this.leaves = leaves;
    }

    Optional<ReceiptView> receipt(TenantId tenant, RequestId request) {
        List<StoredLeaf> ofRequest = leaves.ofRequest(tenant, request);
        if (ofRequest.isEmpty()) {
            return Optional.empty();
        }
        ReceiptView pending = new ReceiptView.Pending(ofRequest.getLast().project());
        Optional<KnownLog> log = directory.find(tenant);
        Optional<PublishedCheckpoint> checkpoint = tiles.checkpoint(tenant);
        if (log.isEmpty() || checkpoint.isEmpty()) {
            return Optional.of(pending);
        }
        long size = checkpoint.get().size();
        Optional<LoggedLeaf> opening = logged(tenant, lastAttempt(ofRequest, LeafKind.OPENING), size);
        Optional<LoggedLeaf> closing = logged(tenant, lastAttempt(ofRequest, LeafKind.CLOSING), size);
        if (opening.isEmpty() || closing.isEmpty()) {
            return Optional.of(pending);
        }
        return Optional.of(new ReceiptView.Logged(
                pending.project(),
                log.get().identity().origin(),
                ofRequest.getLast().name().attempt(),
                opening.get(),
                closing.get(),
                logged(tenant, lastAttempt(ofRequest, LeafKind.AMENDMENT), size)));
    }

    Optional<String> proof(TenantId tenant, RequestId request, LeafKind kind) {
        Optional<PublishedCheckpoint> checkpoint = tiles.checkpoint(tenant);
        if (checkpoint.isEmpty()) {
            return Optional.empty();
        }
        long size = checkpoint.get().size();
        Optional<StoredLeaf> leaf = lastAttempt(leaves.ofRequest(tenant, request), kind);
        return logged(tenant, leaf, size).map(found -> {
            Proofs proofs = new Proofs(size, tile -> tiles.tile(tenant, tile));
            return new LogProof(
                            found.index(),
                            proofs.inclusion(found.index()),
                            checkpoint.get().note())
                    .text();
        });
    }

    Optional<String> checkpoint(String logId) {
        return tenantOf(logId).flatMap(tiles::checkpoint).map(PublishedCheckpoint::note);
    }

    Optional<byte[]> tile(String logId, String path) {
        Optional<TileAddress> address = TileAddress.parse(path);
        Optional<TenantId> tenant = address.isEmpty() ? Optional.empty() : tenantOf(logId);
        Optional<PublishedCheckpoint> checkpoint = tenant.flatMap(tiles::checkpoint);
        if (address.isEmpty()
                || tenant.isEmpty()
                || checkpoint.isEmpty()
                || !isWithin(address.get(), checkpoint.get().size())) {
            return Optional.empty();
        }
        return Optional.of(
                switch (address.get()) {
                    case HashTile tile -> tiles.tile(tenant.get(), tile);
                    case EntryBundle bundle -> encoded(tiles.entries(tenant.get(), bundle));
                });
    }

    private Optional<TenantId> tenantOf(String logId) {
        return LOG_ID.matcher(logId).matches() ? directory.tenantOf(logId) : Optional.empty();
    }

    private Optional<LoggedLeaf> logged(TenantId tenant, Optional<StoredLeaf> leaf, long size) {
        if (leaf.isEmpty()) {
            return Optional.empty();
        }
        Long index = leaf.get().index();
        if (index == null || index >= size) {
            return Optional.empty();
        }
        byte[] entries = tiles.entries(tenant, LogTiles.bundleOf(index, size));
        return LogTiles.isEntryAt(entries, index, leaf.get().entry())
                ? Optional.of(
                        new LoggedLeaf(index, leaf.get().salt(), leaf.get().receipt()))
                : Optional.empty();
    }

    /** The leaf of this kind of the request's last attempt; leaves come ordered by attempt. */
    private static Optional<StoredLeaf> lastAttempt(List<StoredLeaf> ofRequest, LeafKind kind) {
        return ofRequest.stream()
                .filter(leaf ->
                        leaf.name().attempt() == ofRequest.getLast().name().attempt()
                                && leaf.name().kind() == kind)
                .findFirst();
    }

    private static boolean isWithin(TileAddress address, long size) {
        long ofRow = switch (address) {
            case HashTile tile -> size >>> (8 * tile.level());
            case EntryBundle bundle -> size;
        };
        return address.index() * TileAddress.FULL_WIDTH + address.width() <= ofRow;
    }

    private static byte[] encoded(byte[] entries) {
        List<byte[]> split = new ArrayList<>();
        for (int start = 0; start < entries.length; start += LogTiles.ENTRY_BYTES) {
            split.add(Arrays.copyOfRange(entries, start, start + LogTiles.ENTRY_BYTES));
        }
        return EntryBundles.encode(split);
    }
}
