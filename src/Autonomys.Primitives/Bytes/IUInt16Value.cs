namespace Autonomys.Primitives.Bytes;

/// <summary>An index that is a u16 in SCALE (2 bytes, little-endian) and a plain number in JSON.</summary>
public interface IUInt16Value<TSelf> : IComparable<TSelf>
    where TSelf : struct, IUInt16Value<TSelf>
{
    ushort Value { get; }

    static abstract TSelf From(ushort value);
}
