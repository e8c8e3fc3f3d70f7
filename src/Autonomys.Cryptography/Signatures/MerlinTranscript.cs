using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Autonomys.Cryptography.Signatures;

/// <summary>A Merlin transcript (merlin.cool, "Merlin v1.0"): labelled messages in, challenges out.</summary>
internal sealed class MerlinTranscript
{
    private readonly Strobe128 _strobe;

    internal MerlinTranscript(ReadOnlySpan<byte> label)
    {
        _strobe = new Strobe128("Merlin v1.0"u8);
        Append("dom-sep"u8, label);
    }

    internal void Append(ReadOnlySpan<byte> label, ReadOnlySpan<byte> message)
    {
        Label(_strobe, label, message.Length);
        _strobe.AssociatedData(message);
    }

    internal void Challenge(ReadOnlySpan<byte> label, Span<byte> output)
    {
        Label(_strobe, label, output.Length);
        _strobe.PseudoRandom(output);
    }

    /// <summary>
    /// Secret bytes for the prover alone: they depend on the transcript, on <paramref name="witness"/> and on the system's
    /// randomness, so that neither a repeated message nor a weak random source repeats them.
    /// </summary>
    internal void Witness(ReadOnlySpan<byte> label, ReadOnlySpan<byte> witness, Span<byte> output)
    {
        Strobe128 strobe = _strobe.Clone();
        Label(strobe, label, witness.Length);
        strobe.Key(witness);

        Span<byte> random = stackalloc byte[32];
        RandomNumberGenerator.Fill(random);
        strobe.MetaAssociatedData("rng"u8, more: false);
        strobe.Key(random);

        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)output.Length);
        strobe.MetaAssociatedData(length, more: false);
        strobe.PseudoRandom(output);
        CryptographicOperations.ZeroMemory(random);
        strobe.Clear();
    }

    private static void Label(Strobe128 strobe, ReadOnlySpan<byte> label, int dataLength)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)dataLength);
        strobe.MetaAssociatedData(label, more: false);
        strobe.MetaAssociatedData(length, more: true);
    }
}
