using System.Numerics;

namespace DeepStack.Sim.Memory.Standards;

/// <summary>How a byte address becomes rank, stack, group, bank, row and column; the order of the fields is data.</summary>
/// <remarks>Bit swizzles exclusive-or a field with the low bits of the row; cyclic ones add the row to it.</remarks>
public sealed class AddressMap
{
    private static readonly string[] FieldNames = ["row", "bank", "group", "stack", "rank", "column"];

    private readonly int[] _shift = new int[FieldNames.Length];
    private readonly int[] _bits = new int[FieldNames.Length];
    private readonly DramOrganisation _organisation;
    private readonly AddressSwizzle _swizzle;

    /// <param name="organisation">The channel.</param>
    /// <param name="order">The fields from the most significant to the least; byte offset follows below the last.</param>
    /// <param name="swizzle">How banks are permuted from row to row.</param>
    /// <exception cref="ArgumentException">A field is missing, unknown or twice, or a size is no power of two.</exception>
    public AddressMap(DramOrganisation organisation, IReadOnlyList<string> order, AddressSwizzle swizzle = AddressSwizzle.None)
    {
        _organisation = organisation;
        _swizzle = swizzle;
        Order = order;
        int[] sizes = [organisation.Rows, organisation.BanksPerGroup, organisation.Groups, organisation.Stacks, organisation.Ranks, organisation.Columns];
        Check(order, sizes, organisation.Access.Count);
        int shift = BitOperations.Log2((ulong)organisation.Access.Count);
        foreach (string name in order.Reverse())
        {
            int field = Array.IndexOf(FieldNames, name);
            _shift[field] = shift;
            _bits[field] = BitOperations.Log2((uint)sizes[field]);
            shift += _bits[field];
        }
        AddressBits = shift;
    }

    /// <summary>The fields a map may name.</summary>
    public static IReadOnlyList<string> Fields => FieldNames;

    /// <summary>The fields, most significant first.</summary>
    public IReadOnlyList<string> Order { get; }

    /// <summary>The bits of an address that the map covers.</summary>
    public int AddressBits { get; }

    /// <summary>Where an address lies; the address must be inside.</summary>
    public DramLocation Locate(long address)
    {
        int row = Field(address, 0);
        int group = Field(address, 2);
        int bank = Field(address, 1);
        if (_swizzle != AddressSwizzle.None) (group, bank) = Swizzled(row, group, bank);
        int flat = (((((Field(address, 4) << _bits[3]) | Field(address, 3)) << _bits[2]) | group) << _bits[1]) | bank;
        return new DramLocation(flat, row, Field(address, 5));
    }

    private static void Check(IReadOnlyList<string> order, int[] sizes, long access)
    {
        if (order.FirstOrDefault(name => !FieldNames.Contains(name)) is { } unknown)
            throw new ArgumentException($"names \"{unknown}\"; known are {string.Join(", ", FieldNames)}");
        if (order.Distinct().Count() != order.Count) throw new ArgumentException("names a field twice");
        for (int i = 0; i < sizes.Length; i++)
        {
            if (!BitOperations.IsPow2(sizes[i])) throw new ArgumentException($"needs a power of two, and there are {sizes[i]} of {FieldNames[i]}");
            if (sizes[i] > 1 && !order.Contains(FieldNames[i])) throw new ArgumentException($"does not cover {FieldNames[i]}, of which there are {sizes[i]}");
        }
        if (!BitOperations.IsPow2(access)) throw new ArgumentException($"needs an access of a power of two, and it is {access} B");
    }

    private int Field(long address, int field) => (int)(address >> _shift[field]) & ((1 << _bits[field]) - 1);

    /// <summary>Permutes all banks of a stack by the row.</summary>
    private (int Group, int Bank) Swizzled(int row, int group, int bank)
    {
        int banks = _organisation.Groups * _organisation.BanksPerGroup;
        int index = (bank << _bits[2]) | group;
        index = (_swizzle == AddressSwizzle.Xor ? index ^ row : index + row) & (banks - 1);
        return (index & (_organisation.Groups - 1), index >> _bits[2]);
    }
}
