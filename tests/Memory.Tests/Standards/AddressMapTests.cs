using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Tests.Standards;

public class AddressMapTests
{
    private static readonly DramOrganisation Small = new(2, 2, 4, 4, 64, 16, Bytes.FromCount(32));
    private static readonly string[] Order = ["row", "bank", "group", "stack", "rank", "column"];

    [Theory]
    [InlineData(AddressSwizzle.None)]
    [InlineData(AddressSwizzle.Xor)]
    [InlineData(AddressSwizzle.Cyclic)]
    public void EveryAccessHasAPlaceOfItsOwn(AddressSwizzle swizzle)
    {
        var map = new AddressMap(Small, Order, swizzle);
        var places = new HashSet<DramLocation>();

        for (long address = 0; address < Small.Capacity.Count; address += 32) Assert.True(places.Add(map.Locate(address)));

        Assert.All(places, p => Assert.InRange(p.Bank, 0, Small.Banks - 1));
        Assert.Equal(Small.Capacity.Count, 1L << map.AddressBits);
    }

    [Theory]
    [InlineData(AddressSwizzle.Xor)]
    [InlineData(AddressSwizzle.Cyclic)]
    public void SwizzledRowsOfOneBankSpreadOverAllBanksOfTheStack(AddressSwizzle swizzle)
    {
        var map = new AddressMap(Small, Order, swizzle);
        long row = Small.Row.Count * Small.Banks;

        IEnumerable<int> banks = Enumerable.Range(0, 16).Select(i => map.Locate(i * row).Bank).Distinct();

        Assert.Equal(16, banks.Count());
    }
}
