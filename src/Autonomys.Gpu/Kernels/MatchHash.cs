using System.Runtime.CompilerServices;

namespace Autonomys.Gpu.Kernels;

/// <summary>The hash of a match, and the row of the next table that it gives.</summary>
internal static class MatchHash
{
    /// <summary>
    /// The entry of table <paramref name="table"/> that <paramref name="left"/> and <paramref name="right"/>, of the table before, make; its
    /// position is not filled in.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TableRow Next(int k, int table, TableRow left, TableRow right)
    {
        int yBits = TableRules.YBits(k);
        int parentBits = TableRules.MetadataBits(k, table - 1);
        int bits = TableRules.MetadataBits(k, table);
        int leftEnd = yBits + parentBits;

        // The metadata of the right row moves behind y ‖ left: by as many bits as it is long.
        uint r0 = right.W0 & TableRules.Mask(yBits, leftEnd, 0);
        uint r1 = right.W1 & TableRules.Mask(yBits, leftEnd, 1);
        uint r2 = right.W2 & TableRules.Mask(yBits, leftEnd, 2);
        uint r3 = right.W3 & TableRules.Mask(yBits, leftEnd, 3);
        uint i0 = (left.W0 & TableRules.Mask(0, leftEnd, 0)) | Shifted(0, parentBits, r0, r1, r2, r3);
        uint i1 = (left.W1 & TableRules.Mask(0, leftEnd, 1)) | Shifted(1, parentBits, r0, r1, r2, r3);
        uint i2 = (left.W2 & TableRules.Mask(0, leftEnd, 2)) | Shifted(2, parentBits, r0, r1, r2, r3);
        uint i3 = (left.W3 & TableRules.Mask(0, leftEnd, 3)) | Shifted(3, parentBits, r0, r1, r2, r3);
        uint i4 = Shifted(4, parentBits, r0, r1, r2, r3);
        uint i5 = Shifted(5, parentBits, r0, r1, r2, r3);

        Blake3Block block = default;
        block.M0 = Words.Reverse(i0);
        block.M1 = Words.Reverse(i1);
        block.M2 = Words.Reverse(i2);
        block.M3 = Words.Reverse(i3);
        block.M4 = Words.Reverse(i4);
        block.M5 = Words.Reverse(i5);
        Blake3State state = Blake3State.Initial();
        uint length = (uint)((leftEnd + parentBits + 7) / 8);
        Blake3State.Compress(ref state, block, length, Blake3State.ChunkStart | Blake3State.ChunkEnd | Blake3State.Root);

        // y is from the hash; metadata is left ‖ right up to table 3, and the bits of the hash that follow y after that.
        int hashEnd = table <= 3 ? yBits : yBits + bits;
        int inputEnd = table <= 3 ? yBits + bits : yBits;
        TableRow row = default;
        row.W0 = (Words.Reverse(state.V0) & TableRules.Mask(0, hashEnd, 0)) | (i0 & TableRules.Mask(yBits, inputEnd, 0));
        row.W1 = (Words.Reverse(state.V1) & TableRules.Mask(0, hashEnd, 1)) | (i1 & TableRules.Mask(yBits, inputEnd, 1));
        row.W2 = (Words.Reverse(state.V2) & TableRules.Mask(0, hashEnd, 2)) | (i2 & TableRules.Mask(yBits, inputEnd, 2));
        row.W3 = (Words.Reverse(state.V3) & TableRules.Mask(0, hashEnd, 3)) | (i3 & TableRules.Mask(yBits, inputEnd, 3));
        return row;
    }

    /// <summary>Word <paramref name="index"/> of four words shifted right by <paramref name="count"/> bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Shifted(int index, int count, uint r0, uint r1, uint r2, uint r3)
    {
        int from = index - (count / 32);
        int bits = count % 32;
        uint low = Pick(from, r0, r1, r2, r3) >> bits;
        return bits == 0 ? low : low | (Pick(from - 1, r0, r1, r2, r3) << (32 - bits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Pick(int index, uint r0, uint r1, uint r2, uint r3) =>
        index == 0 ? r0 : index == 1 ? r1 : index == 2 ? r2 : index == 3 ? r3 : 0;
}
