using System.Runtime.CompilerServices;
using Autonomys.Proofs.Space;

namespace Autonomys.Gpu.Kernels;

/// <summary>The numbers of <see cref="PosParameters"/> in the form that kernels can use: constants, and functions of constants.</summary>
internal static class TableRules
{
    public const int Rows = PosParameters.B;
    public const int Columns = PosParameters.C;
    public const int BucketSpan = PosParameters.BucketSpan;
    public const int Targets = PosParameters.Targets;
    public const int BucketRoom = PosParameters.MaxBucketEntries;
    public const int LogBucketRoom = 9;
    public const int ExtensionBits = PosParameters.ExtensionBits;
    public const int PositionBits = 22;
    public const uint PositionMask = (1u << PositionBits) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int YBits(int k) => k + ExtensionBits;

    /// <summary>Length of the metadata of tables 1 to 7: as <see cref="PosParameters.MetadataBits"/>, which kernels cannot call because it can throw.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MetadataBits(int k, int table) =>
        k * (table == 1 ? 1 : table == 2 ? 2 : table <= 4 ? 4 : table == 5 ? 3 : table == 6 ? 2 : 0);

    /// <summary>The bucket of <paramref name="y"/> below 2^26: y / 15,113 by a multiplication, exact for all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bucket(uint y) => (uint)((y * 72_752_705UL) >> 40);

    /// <summary>The row on the grid of an offset below 15,113: offset / 127, exact for all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint GridRow(uint offset) => (offset * 33_027) >> 22;

    /// <summary>Ones where bits <paramref name="start"/> to <paramref name="end"/> (exclusive) of a row lie in word <paramref name="word"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Mask(int start, int end, int word)
    {
        int from = start - (32 * word);
        int to = end - (32 * word);
        uint fromMask = from <= 0 ? uint.MaxValue : from >= 32 ? 0 : uint.MaxValue >> from;
        uint toMask = to >= 32 ? uint.MaxValue : to <= 0 ? 0 : ~(uint.MaxValue >> to);
        return fromMask & toMask;
    }
}
