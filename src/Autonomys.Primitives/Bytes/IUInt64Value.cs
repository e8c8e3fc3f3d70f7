namespace Autonomys.Primitives.Bytes;

/// <summary>An index or count that is a u64 in SCALE (8 bytes, little-endian) and a plain number in JSON.</summary>
public interface IUInt64Value<TSelf> : IComparable<TSelf>
    where TSelf : struct, IUInt64Value<TSelf>
{
    ulong Value { get; }

    static abstract TSelf From(ulong value);

    /// <summary>The smallest value that foreign data may have.</summary>
    static virtual ulong MinValue => 0;
}
