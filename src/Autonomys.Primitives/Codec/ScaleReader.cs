using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Primitives.Codec;

/// <summary>
/// Reads SCALE from foreign bytes. Every method returns false when the bytes do not have what was asked for; none throws for bad input,
/// and no allocation is larger than the bytes that are really there.
/// </summary>
public ref struct ScaleReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Remaining => _rest.Length;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>The next <paramref name="count"/> bytes, without copying them; false also for a negative count.</summary>
    public bool TryReadRaw(int count, out ReadOnlySpan<byte> bytes)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            bytes = default;
            return false;
        }

        bytes = _rest[..count];
        _rest = _rest[count..];
        return true;
    }

    public bool TryReadByte(out byte value)
    {
        value = 0;
        if (!TryReadRaw(1, out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        value = bytes[0];
        return true;
    }

    /// <summary>0 or 1; any other byte is an error.</summary>
    public bool TryReadBool(out bool value)
    {
        value = false;
        if (!TryReadByte(out byte code) || code > 1)
        {
            return false;
        }

        value = code == 1;
        return true;
    }

    public bool TryReadUInt16(out ushort value)
    {
        value = 0;
        return TryReadRaw(2, out ReadOnlySpan<byte> bytes) && BinaryPrimitives.TryReadUInt16LittleEndian(bytes, out value);
    }

    public bool TryReadUInt32(out uint value)
    {
        value = 0;
        return TryReadRaw(4, out ReadOnlySpan<byte> bytes) && BinaryPrimitives.TryReadUInt32LittleEndian(bytes, out value);
    }

    public bool TryReadUInt64(out ulong value)
    {
        value = 0;
        return TryReadRaw(8, out ReadOnlySpan<byte> bytes) && BinaryPrimitives.TryReadUInt64LittleEndian(bytes, out value);
    }

    public bool TryReadUInt128(out UInt128 value)
    {
        value = 0;
        return TryReadRaw(16, out ReadOnlySpan<byte> bytes) && BinaryPrimitives.TryReadUInt128LittleEndian(bytes, out value);
    }

    /// <summary>A compact integer of up to 128 bits; a form longer than needed is an error, as for the network's runtime.</summary>
    public bool TryReadCompact(out UInt128 value)
    {
        value = 0;
        if (!TryReadByte(out byte first))
        {
            return false;
        }

        int extra = (first & 3) switch { 0 => 0, 1 => 1, 2 => 3, _ => (first >> 2) + 4 };
        if (extra > 16 || !TryReadRaw(extra, out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        Span<byte> padded = stackalloc byte[16];
        padded.Clear();
        bytes.CopyTo(padded);
        UInt128 rest = BinaryPrimitives.ReadUInt128LittleEndian(padded);
        if ((first & 3) == 3)
        {
            value = rest;
            // Four bytes are for what does not fit 30 bits; more must be needed for the highest byte.
            return extra == 4 ? value >= 1 << 30 : bytes[^1] != 0;
        }

        value = (rest << 6) | (uint)(first >> 2);
        return (first & 3) switch { 0 => true, 1 => value >= 1 << 6, _ => value >= 1 << 14 };
    }

    public bool TryReadCompactUInt64(out ulong value)
    {
        bool read = TryReadCompact(out UInt128 wide) && wide <= ulong.MaxValue;
        value = read ? (ulong)wide : 0;
        return read;
    }

    public bool TryReadCompactUInt32(out uint value)
    {
        bool read = TryReadCompact(out UInt128 wide) && wide <= uint.MaxValue;
        value = read ? (uint)wide : 0;
        return read;
    }

    /// <summary>A vector of bytes, without copying them.</summary>
    public bool TryReadBytes(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return TryReadCompactUInt32(out uint length) && length <= int.MaxValue && TryReadRaw((int)length, out bytes);
    }

    public bool TryReadFixed<T>(out T value)
        where T : struct, IFixedBytes<T>
    {
        value = default;
        if (!TryReadRaw(T.Length, out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        value = T.From(bytes);
        return true;
    }

    /// <summary>An option of fixed bytes.</summary>
    public bool TryReadFixedOption<T>(out T? value)
        where T : struct, IFixedBytes<T>
    {
        value = null;
        if (!TryReadBool(out bool present))
        {
            return false;
        }

        if (!present)
        {
            return true;
        }

        if (!TryReadFixed(out T read))
        {
            return false;
        }

        value = read;
        return true;
    }

    /// <summary>An option of a reference type: null when it is absent.</summary>
    public bool TryReadOption<T>(out T? value)
        where T : class, IScaleType<T>
    {
        value = null;
        return TryReadBool(out bool present) && (!present || T.TryDecode(ref this, out value));
    }

    /// <summary>A vector of at most <paramref name="maxCount"/> elements.</summary>
    public bool TryReadVector<T>(int maxCount, [NotNullWhen(true)] out T[]? values)
        where T : IScaleType<T>
    {
        values = null;
        // A count that the remaining bytes cannot hold is refused before anything is allocated for it.
        if (!TryReadCompactUInt32(out uint count) || count > maxCount || (ulong)count * (uint)T.MinEncodedSize > (uint)_rest.Length)
        {
            return false;
        }

        T[] read = new T[count];
        for (int i = 0; i < read.Length; i++)
        {
            if (!T.TryDecode(ref this, out T? value))
            {
                return false;
            }

            read[i] = value;
        }

        values = read;
        return true;
    }
}
