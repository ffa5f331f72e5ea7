package cloud.hanok.platform.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.tlog.TileAddress.HashTile;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TreeTest {
    private static final int SIZES = 300;

    @Test
    void everySizeHasTheRootOfTheDefinitionAfterEveryAppend() {
        List<byte[]> entries = ReferenceTree.entries(SIZES);
        TreeBuilder builder = TreeBuilder.resume(0, tile -> new byte[0]);
        for (int size = 0; size <= SIZES; size++) {
            assertThat(builder.head())
                    .as("size %d", size)
                    .isEqualTo(new TreeHead(size, ReferenceTree.root(entries.subList(0, size))));
            if (size < SIZES) {
                assertThat(builder.append(entries.get(size))).isEqualTo(size);
            }
        }
    }

    @Test
    void everyLeafOfEverySizeIsProvenAsTheDefinitionProvesIt() {
        List<byte[]> all = ReferenceTree.entries(SIZES);
        StoredTiles tiles = StoredTiles.of(all, 7);
        MerkleHasher hasher = new MerkleHasher();
        for (int size = 1; size <= SIZES; size += size < 70 ? 1 : 23) {
            List<byte[]> entries = all.subList(0, size);
            byte[] root = ReferenceTree.root(entries);
            Proofs proofs = new Proofs(size, tiles);
            assertThat(proofs.root()).isEqualTo(root);
            for (int index = 0; index < size; index++) {
                List<byte[]> proof = proofs.inclusion(index);
                assertThat(proof).usingRecursiveComparison().isEqualTo(ReferenceTree.inclusion(index, entries));
                byte[] leaf = hasher.leaf(entries.get(index));
                assertThat(Proofs.verifyInclusion(index, size, leaf, proof, root))
                        .as("leaf %d of %d", index, size)
                        .isTrue();
            }
        }
    }

    @Test
    void everyPairOfSizesIsProvenConsistentAsTheDefinitionProvesIt() {
        List<byte[]> all = ReferenceTree.entries(SIZES);
        StoredTiles tiles = StoredTiles.of(all, 64);
        List<byte[]> roots = new ArrayList<>();
        for (int size = 0; size <= SIZES; size++) {
            roots.add(ReferenceTree.root(all.subList(0, size)));
        }
        for (int size = 1; size <= SIZES; size += size < 70 ? 1 : 23) {
            Proofs proofs = new Proofs(size, tiles);
            TreeHead newer = new TreeHead(size, roots.get(size));
            for (int old = 1; old <= size; old++) {
                List<byte[]> proof = proofs.consistency(old);
                assertThat(proof)
                        .usingRecursiveComparison()
                        .isEqualTo(ReferenceTree.consistency(old, all.subList(0, size)));
                assertThat(Proofs.verifyConsistency(new TreeHead(old, roots.get(old)), newer, proof))
                        .as("%d in %d", old, size)
                        .isTrue();
                assertThat(Proofs.verifyConsistency(new TreeHead(old, roots.get(old - 1)), newer, proof))
                        .as("another root of %d in %d", old, size)
                        .isFalse();
            }
        }
    }

    @Test
    void threeTilesOfLeavesFillTheLevelAboveAndAreStillProven() {
        List<byte[]> entries = ReferenceTree.entries(3 * 256 + 5);
        StoredTiles tiles = StoredTiles.of(entries, 200);
        byte[] root = ReferenceTree.root(entries);
        Proofs proofs = new Proofs(entries.size(), tiles);
        assertThat(proofs.root()).isEqualTo(root);
        assertThat(tiles.read(new HashTile(1, 0, 3))).hasSize(96);
        for (int index : new int[] {0, 255, 256, 511, 767, 768, 772}) {
            byte[] leaf = new MerkleHasher().leaf(entries.get(index));
            assertThat(Proofs.verifyInclusion(index, entries.size(), leaf, proofs.inclusion(index), root))
                    .isTrue();
        }
    }

    @Property(tries = 150)
    void theBatchesInWhichLeavesArriveLeaveNoTrace(
            @ForAll @IntRange(min = 1, max = 1100) int size, @ForAll @IntRange(min = 1, max = 400) int batch) {
        List<byte[]> entries = ReferenceTree.entries(size);
        StoredTiles tiles = StoredTiles.of(entries, batch);
        assertThat(TreeBuilder.resume(size, tiles).head()).isEqualTo(new TreeHead(size, ReferenceTree.root(entries)));
    }

    @Property(tries = 300)
    void aChangedBitAnywhereIsRefused(
            @ForAll @IntRange(min = 2, max = 600) int size,
            @ForAll @IntRange(min = 0, max = 599) int leafIndex,
            @ForAll @IntRange(min = 0, max = 255) int bit,
            @ForAll @IntRange(min = 0, max = 20) int place) {
        int index = leafIndex % size;
        List<byte[]> entries = ReferenceTree.entries(size);
        Proofs proofs = new Proofs(size, StoredTiles.of(entries, 256));
        byte[] leaf = new MerkleHasher().leaf(entries.get(index));
        byte[] root = proofs.root();
        List<byte[]> proof = new ArrayList<>();
        proofs.inclusion(index).forEach(hash -> proof.add(hash.clone()));
        byte[] broken = place == 0 ? leaf : place == 1 ? root : proof.get(place % proof.size());
        assertThat(Proofs.verifyInclusion(index, size, leaf, proof, root)).isTrue();
        broken[bit / 8] ^= (byte) (1 << (bit % 8));
        assertThat(Proofs.verifyInclusion(index, size, leaf, proof, root)).isFalse();
    }

    @Test
    void aProofForAnotherIndexOrOfAnotherLengthIsRefused() {
        List<byte[]> entries = ReferenceTree.entries(100);
        Proofs proofs = new Proofs(100, StoredTiles.of(entries, 100));
        byte[] leaf = new MerkleHasher().leaf(entries.get(41));
        List<byte[]> proof = proofs.inclusion(41);
        byte[] root = proofs.root();
        assertThat(Proofs.verifyInclusion(41, 100, leaf, proof, root)).isTrue();
        assertThat(Proofs.verifyInclusion(40, 100, leaf, proof, root)).isFalse();
        assertThat(Proofs.verifyInclusion(100, 100, leaf, proof, root)).isFalse();
        assertThat(Proofs.verifyInclusion(-1, 100, leaf, proof, root)).isFalse();
        assertThat(Proofs.verifyInclusion(41, 100, leaf, proof.subList(0, 5), root))
                .isFalse();
        List<byte[]> longer = new ArrayList<>(proof);
        longer.add(root);
        assertThat(Proofs.verifyInclusion(41, 100, leaf, longer, root)).isFalse();
    }

    @Test
    void whatIsNotInTheTreeIsAskedForInVain() {
        Proofs proofs = new Proofs(3, StoredTiles.of(ReferenceTree.entries(3), 3));
        assertThatThrownBy(() -> proofs.inclusion(3)).hasMessageContaining("a tree of 3 has no leaf 3");
        assertThatThrownBy(() -> proofs.consistency(4)).hasMessageContaining("no consistency proof from 4");
        assertThatThrownBy(() -> proofs.consistency(0)).hasMessageContaining("no consistency proof from 0");
    }

    @Test
    void theRootOfThreeKnownReceiptsIsTheOneThatAnotherImplementationComputed() {
        TreeBuilder builder = TreeBuilder.resume(0, tile -> new byte[0]);
        for (int i = 0; i < 3; i++) {
            builder.append(("receipt-" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(Base64.getEncoder().encodeToString(builder.head().root()))
                .isEqualTo("ZdaeHslud41y68vP5d2gpgp/HLzCBZtjZoFuF3DYMMI=");
    }
}
