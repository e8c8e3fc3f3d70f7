using System.Runtime.InteropServices;

namespace Autonomys.Cryptography.Signatures;

/// <summary>The part of STROBE-128 (strobe.sourceforge.io/specs, version 1.0.2) that Merlin transcripts use.</summary>
internal sealed class Strobe128
{
    private const int Rate = 166;

    private readonly ulong[] _lanes = new ulong[Keccak.Lanes];
    private int _position;
    private int _operationStart;
    private Operation _current;

    internal Strobe128(ReadOnlySpan<byte> protocol)
    {
        Span<byte> state = State;
        ReadOnlySpan<byte> header = [1, Rate + 2, 1, 0, 1, 96];
        header.CopyTo(state);
        "STROBEv1.0.2"u8.CopyTo(state[header.Length..]);
        Permute();
        MetaAssociatedData(protocol, more: false);
    }

    private Strobe128(Strobe128 other)
    {
        other._lanes.CopyTo(_lanes, 0);
        _position = other._position;
        _operationStart = other._operationStart;
        _current = other._current;
    }

    [Flags]
    private enum Operation : byte
    {
        Inbound = 1,
        Application = 2,
        Cipher = 4,
        Meta = 16,
    }

    // The specification's bytes of a lane are little-endian.
    private Span<byte> State => BitConverter.IsLittleEndian
        ? MemoryMarshal.AsBytes(_lanes.AsSpan())
        : throw new PlatformNotSupportedException("Big-endian processors are not supported.");

    internal Strobe128 Clone() => new(this);

    internal void MetaAssociatedData(ReadOnlySpan<byte> data, bool more)
    {
        Begin(Operation.Meta | Operation.Application, more);
        Absorb(data);
    }

    internal void AssociatedData(ReadOnlySpan<byte> data)
    {
        Begin(Operation.Application, more: false);
        Absorb(data);
    }

    /// <summary>Fills <paramref name="output"/> with bytes that depend on everything before.</summary>
    internal void PseudoRandom(Span<byte> output)
    {
        Begin(Operation.Inbound | Operation.Application | Operation.Cipher, more: false);
        Span<byte> state = State;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = state[_position];
            state[_position] = 0;
            Advance();
        }
    }

    /// <summary>Overwrites the state with <paramref name="secret"/>.</summary>
    internal void Key(ReadOnlySpan<byte> secret)
    {
        Begin(Operation.Application | Operation.Cipher, more: false);
        Span<byte> state = State;
        foreach (byte value in secret)
        {
            state[_position] = value;
            Advance();
        }
    }

    internal void Clear() => Array.Clear(_lanes);

    private void Begin(Operation operation, bool more)
    {
        if (more)
        {
            if (operation != _current)
            {
                throw new InvalidOperationException("A continued operation must be the one before.");
            }

            return;
        }

        byte previousStart = (byte)_operationStart;
        _operationStart = _position + 1;
        _current = operation;
        Absorb([previousStart, (byte)operation]);
        if ((operation & Operation.Cipher) != 0 && _position != 0)
        {
            Mix();
        }
    }

    private void Absorb(ReadOnlySpan<byte> data)
    {
        Span<byte> state = State;
        foreach (byte value in data)
        {
            state[_position] ^= value;
            Advance();
        }
    }

    private void Advance()
    {
        if (++_position == Rate)
        {
            Mix();
        }
    }

    private void Mix()
    {
        Span<byte> state = State;
        state[_position] ^= (byte)_operationStart;
        state[_position + 1] ^= 0x04;
        state[Rate + 1] ^= 0x80;
        Permute();
        _position = 0;
        _operationStart = 0;
    }

    private void Permute() => Keccak.Permute(_lanes);
}
