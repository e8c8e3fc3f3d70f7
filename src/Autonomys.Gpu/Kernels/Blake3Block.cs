using System.Runtime.CompilerServices;

namespace Autonomys.Gpu.Kernels;

/// <summary>The sixteen little-endian words of a block of 64 bytes.</summary>
internal struct Blake3Block
{
    public uint M0;
    public uint M1;
    public uint M2;
    public uint M3;
    public uint M4;
    public uint M5;
    public uint M6;
    public uint M7;
    public uint M8;
    public uint M9;
    public uint M10;
    public uint M11;
    public uint M12;
    public uint M13;
    public uint M14;
    public uint M15;

    /// <summary>The order of the words in the next round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Blake3Block Permute(Blake3Block m)
    {
        Blake3Block next = default;
        next.M0 = m.M2;
        next.M1 = m.M6;
        next.M2 = m.M3;
        next.M3 = m.M10;
        next.M4 = m.M7;
        next.M5 = m.M0;
        next.M6 = m.M4;
        next.M7 = m.M13;
        next.M8 = m.M1;
        next.M9 = m.M11;
        next.M10 = m.M12;
        next.M11 = m.M5;
        next.M12 = m.M9;
        next.M13 = m.M14;
        next.M14 = m.M15;
        next.M15 = m.M8;
        return next;
    }
}
