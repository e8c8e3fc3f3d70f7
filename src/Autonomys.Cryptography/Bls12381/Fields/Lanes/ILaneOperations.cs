namespace Autonomys.Cryptography.Bls12381.Fields.Lanes;

/// <summary>What the arithmetic in lanes asks of a vector, so that one text serves every width.</summary>
/// <remarks>
/// A vector is lanes of 32 bits. Operations called wide take it as half as many lanes of 64 bits: the low 32 bits of each are the
/// even lanes.
/// </remarks>
internal unsafe interface ILaneOperations<TVector>
    where TVector : unmanaged
{
    /// <summary>Lanes of 32 bits.</summary>
    static abstract int Lanes { get; }

    static abstract TVector Load(TVector* source);

    static abstract void Store(TVector value, TVector* destination);

    /// <summary>The value in every lane of 32 bits.</summary>
    static abstract TVector Create(uint value);

    /// <summary>The value in every lane of 64 bits.</summary>
    static abstract TVector CreateWide(ulong value);

    static abstract TVector And(TVector left, TVector right);

    static abstract TVector Or(TVector left, TVector right);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector ShiftRight(TVector value, int count);

    /// <summary>Products of the even lanes, 64 bits each; the odd lanes are not looked at.</summary>
    static abstract TVector MultiplyWide(TVector left, TVector right);

    static abstract TVector AddWide(TVector left, TVector right);

    static abstract TVector SubtractWide(TVector left, TVector right);

    static abstract TVector ShiftRightWide(TVector value, int count);

    static abstract TVector ShiftLeftWide(TVector value, int count);
}
