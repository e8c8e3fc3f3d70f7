using System.Diagnostics;

namespace Autonomys.Cryptography.Signatures;

/// <summary>The prime-order group ristretto255 (RFC 9496) on 32-byte encodings; scalars are 32 bytes, little-endian.</summary>
internal static unsafe class Ristretto255
{
    internal const int Size = 32;

    // 2^252 + 27742317777372353535851937790883648493, little-endian.
    private static ReadOnlySpan<byte> Order =>
    [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    internal static bool IsValidPoint(ReadOnlySpan<byte> point)
    {
        Check(point, Size);
        fixed (byte* p = point)
        {
            return Sodium.IsValidPoint(p) == 1;
        }
    }

    /// <summary>Whether the scalar is below the group order, the only form accepted from others.</summary>
    internal static bool IsCanonicalScalar(ReadOnlySpan<byte> scalar)
    {
        Check(scalar, Size);
        for (int i = Size - 1; i >= 0; i--)
        {
            if (scalar[i] != Order[i])
            {
                return scalar[i] < Order[i];
            }
        }

        return false;
    }

    internal static void MultiplyBase(ReadOnlySpan<byte> scalar, Span<byte> product)
    {
        Check(scalar, Size);
        Check(product, Size);
        fixed (byte* s = scalar)
        fixed (byte* q = product)
        {
            if (Sodium.MultiplyBase(q, s) != 0)
            {
                // libsodium refuses to return the identity, whose encoding is all zeros.
                product.Clear();
            }
        }
    }

    /// <summary>Multiplies a point that <see cref="IsValidPoint"/> has accepted.</summary>
    internal static void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> product)
    {
        Check(scalar, Size);
        Check(point, Size);
        Check(product, Size);
        fixed (byte* s = scalar)
        fixed (byte* p = point)
        fixed (byte* q = product)
        {
            if (Sodium.Multiply(q, s, p) != 0)
            {
                // The point is valid, so this is the identity again.
                product.Clear();
            }
        }
    }

    /// <summary>Subtracts points that <see cref="IsValidPoint"/> has accepted or that were computed here.</summary>
    internal static void Subtract(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> difference)
    {
        Check(left, Size);
        Check(right, Size);
        Check(difference, Size);
        fixed (byte* l = left)
        fixed (byte* r = right)
        fixed (byte* d = difference)
        {
            if (Sodium.Subtract(d, l, r) != 0)
            {
                throw new UnreachableException("A checked ristretto255 point was refused.");
            }
        }
    }

    /// <summary>Reduces 64 little-endian bytes modulo the group order.</summary>
    internal static void ReduceWide(ReadOnlySpan<byte> wide, Span<byte> scalar)
    {
        Check(wide, 2 * Size);
        Check(scalar, Size);
        fixed (byte* w = wide)
        fixed (byte* s = scalar)
        {
            Sodium.ScalarReduce(s, w);
        }
    }

    /// <summary>left × right + addend modulo the group order.</summary>
    internal static void MultiplyAdd(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, ReadOnlySpan<byte> addend, Span<byte> result)
    {
        Check(left, Size);
        Check(right, Size);
        Check(addend, Size);
        Check(result, Size);
        byte* product = stackalloc byte[Size];
        fixed (byte* l = left)
        fixed (byte* r = right)
        fixed (byte* a = addend)
        fixed (byte* o = result)
        {
            Sodium.ScalarMultiply(product, l, r);
            Sodium.ScalarAdd(o, product, a);
        }

        new Span<byte>(product, Size).Clear();
    }

    // SAFETY: the native functions read and write fixed lengths behind bare pointers; each span is checked before it is pinned.
    private static void Check(ReadOnlySpan<byte> bytes, int length) => ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, length);
}
