using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Tests;

/// <summary>Stacks that several tests need.</summary>
internal static class Stacks
{
    public static readonly Material Silicon = Material.Isotropic(105, 1.65e6);

    public static readonly Material Bond = Material.Isotropic(1.5, 2.2e6);

    public static readonly Material Copper = Material.Isotropic(400, 3.55e6);

    /// <summary>Logic and DRAM dies, hybrid-bonded, on 10 mm x 10 mm; each floorplan has one block, or four quarters.</summary>
    public static StackSpec Bonded(int drams, int cells, bool quarters = false, CoolingPackage? package = null)
    {
        Floorplan plan = quarters ? Quarters(0.01) : new Floorplan("one", [new FloorplanBlock("all", new Rectangle(0, 0, 0.01, 0.01))]);
        var layers = new List<StackLayer> { new("logic", 100e-6, Silicon) { Floorplan = plan } };
        for (int i = 0; i < drams; i++)
        {
            layers.Add(new StackLayer($"bond{i}", 5e-6, Bond));
            layers.Add(new StackLayer($"dram{i}", 40e-6, Silicon) { Floorplan = plan });
        }
        return new StackSpec
        {
            Width = 0.01,
            Height = 0.01,
            Columns = cells,
            Rows = cells,
            Ambient = Celsius.FromDegrees(45),
            Layers = layers,
            Package = package,
            TopCoefficient = package is null ? 50_000 : null,
        };
    }

    public static CoolingPackage Package() => new(new Slab(0.03, 0.001, Copper), new Slab(0.06, 0.0069, Copper), 0.1, 140.4);

    public static Floorplan Quarters(double side)
    {
        double half = side / 2;
        return new Floorplan("quarters",
        [
            new FloorplanBlock("sw", new Rectangle(0, 0, half, half)),
            new FloorplanBlock("se", new Rectangle(half, 0, half, half)),
            new FloorplanBlock("nw", new Rectangle(0, half, half, half)),
            new FloorplanBlock("ne", new Rectangle(half, half, half, half)),
        ]);
    }

    public static BlockPower Power(string layer, string block, double watts) => new(layer, block, DeepStack.Sim.Core.Units.Power.FromWatts(watts));
}
