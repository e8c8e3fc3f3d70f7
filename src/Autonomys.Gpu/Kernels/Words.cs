using System.Runtime.CompilerServices;

namespace Autonomys.Gpu.Kernels;

/// <summary>Operations on 32-bit words that kernels share.</summary>
internal static class Words
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint RotateLeft(uint value, int count) => (value << count) | (value >> (32 - count));

    /// <summary>The same four bytes in the other order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Reverse(uint value) => (RotateLeft(value, 8) & 0x00FF00FF) | (RotateLeft(value, 24) & 0xFF00FF00);
}
