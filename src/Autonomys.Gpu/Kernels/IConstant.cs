namespace Autonomys.Gpu.Kernels;

/// <summary>
/// A number as a type: a kernel with such a type argument is compiled for that number alone, so that shifts and masks become constants.
/// </summary>
internal interface IConstant
{
    int Value { get; }
}

internal readonly struct K15 : IConstant
{
    public int Value => 15;
}

internal readonly struct K16 : IConstant
{
    public int Value => 16;
}

internal readonly struct K17 : IConstant
{
    public int Value => 17;
}

internal readonly struct K20 : IConstant
{
    public int Value => 20;
}

/// <summary>The table that a kernel makes.</summary>
internal readonly struct Table2 : IConstant
{
    public int Value => 2;
}

/// <inheritdoc cref="Table2"/>
internal readonly struct Table3 : IConstant
{
    public int Value => 3;
}

/// <inheritdoc cref="Table2"/>
internal readonly struct Table4 : IConstant
{
    public int Value => 4;
}

/// <inheritdoc cref="Table2"/>
internal readonly struct Table5 : IConstant
{
    public int Value => 5;
}

/// <inheritdoc cref="Table2"/>
internal readonly struct Table6 : IConstant
{
    public int Value => 6;
}

/// <inheritdoc cref="Table2"/>
internal readonly struct Table7 : IConstant
{
    public int Value => 7;
}
