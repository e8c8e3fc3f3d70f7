namespace Autonomys.Cryptography.Bls12381.Curves;

/// <summary>The three highest bits of a compressed point (the encoding of ZCash, also in the IETF's pairing-friendly curves draft).</summary>
internal readonly ref struct CompressedFlags
{
    private const byte CompressedBit = 0x80;
    private const byte IdentityBit = 0x40;
    private const byte LargerBit = 0x20;
    private const byte AllBits = 0xe0;

    /// <summary>False when the encoding is not one of a compressed point, whatever its coordinate.</summary>
    public readonly bool IsValid;

    public readonly bool IsIdentity;

    /// <summary>Of the two roots, y is the lexicographically larger one.</summary>
    public readonly bool IsLarger;

    private CompressedFlags(bool isValid, bool isIdentity, bool isLarger)
    {
        IsValid = isValid;
        IsIdentity = isIdentity;
        IsLarger = isLarger;
    }

    /// <summary>Copies the coordinate without the flags.</summary>
    public static CompressedFlags Read(ReadOnlySpan<byte> encoded, Span<byte> coordinate)
    {
        byte flags = encoded[0];
        encoded.CopyTo(coordinate);
        coordinate[0] &= unchecked((byte)~AllBits);
        if ((flags & CompressedBit) == 0)
        {
            return default;
        }

        bool isLarger = (flags & LargerBit) != 0;
        if ((flags & IdentityBit) == 0)
        {
            return new CompressedFlags(true, false, isLarger);
        }

        // There is one identity: no sign, no other bit.
        return new CompressedFlags(!isLarger && !coordinate.ContainsAnyExcept((byte)0), true, false);
    }

    public static void Write(Span<byte> encoded, bool isIdentity, bool isLarger) =>
        encoded[0] |= (byte)(CompressedBit | (isIdentity ? IdentityBit : 0) | (isLarger ? LargerBit : 0));
}
