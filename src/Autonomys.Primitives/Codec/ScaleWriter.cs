using System.Buffers;
using System.Buffers.Binary;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Primitives.Codec;

/// <summary>Writes SCALE: fixed-width little-endian integers, compact integers, options, vectors.</summary>
public sealed class ScaleWriter
{
    private readonly ArrayBufferWriter<byte> _buffer;

    public ScaleWriter() => _buffer = new();

    /// <summary>A writer that expects about <paramref name="capacity"/> bytes, above 0.</summary>
    public ScaleWriter(int capacity) => _buffer = new(capacity);

    public int Length => _buffer.WrittenCount;

    public ReadOnlySpan<byte> WrittenSpan => _buffer.WrittenSpan;

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void WriteByte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void WriteBool(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    public void WriteUInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.GetSpan(2), value);
        _buffer.Advance(2);
    }

    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void WriteUInt128(UInt128 value)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(_buffer.GetSpan(16), value);
        _buffer.Advance(16);
    }

    /// <summary>Compact form: two low bits of the first byte give the width (1, 2, 4 bytes, or a count of bytes that follow).</summary>
    public void WriteCompact(UInt128 value)
    {
        if (value < 1 << 6)
        {
            WriteByte((byte)((byte)value << 2));
        }
        else if (value < 1 << 14)
        {
            WriteUInt16((ushort)(((uint)value << 2) | 1));
        }
        else if (value < 1 << 30)
        {
            WriteUInt32(((uint)value << 2) | 2);
        }
        else
        {
            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteUInt128LittleEndian(bytes, value);
            int length = Math.Max(4, 16 - (int)(UInt128.LeadingZeroCount(value) / 8));
            WriteByte((byte)(((length - 4) << 2) | 3));
            WriteRaw(bytes[..length]);
        }
    }

    /// <summary>Bytes as they are, without a length.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    /// <summary>A vector of bytes: compact length, then the bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteCompact((uint)bytes.Length);
        WriteRaw(bytes);
    }

    public void WriteFixed<T>(T value)
        where T : struct, IFixedBytes<T> =>
        WriteRaw(value.AsSpan());

    public void Write<T>(T value)
        where T : IScaleType<T> =>
        value.EncodeTo(this);

    /// <summary>An option of a reference type: 0, or 1 and the value.</summary>
    public void WriteOption<T>(T? value)
        where T : class, IScaleType<T>
    {
        WriteBool(value is not null);
        value?.EncodeTo(this);
    }

    /// <summary>An option of fixed bytes: 0, or 1 and the bytes.</summary>
    public void WriteFixedOption<T>(T? value)
        where T : struct, IFixedBytes<T>
    {
        WriteBool(value is not null);
        if (value is { } present)
        {
            WriteFixed(present);
        }
    }

    /// <summary>A vector: compact count, then the elements.</summary>
    public void WriteVector<T>(IReadOnlyCollection<T> values)
        where T : IScaleType<T>
    {
        WriteCompact((uint)values.Count);
        foreach (T value in values)
        {
            value.EncodeTo(this);
        }
    }
}
