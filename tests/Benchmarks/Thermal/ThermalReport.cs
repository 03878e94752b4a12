using System.Diagnostics;
using System.Globalization;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;
using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Benchmarks.Thermal;

/// <summary>CPU time of the thermal solvers and of the loop, as Markdown.</summary>
internal static class ThermalReport
{
    private const int Rounds = 5;
    private static readonly Duration Millisecond = Duration.FromNanoseconds(1_000_000);

    public static void Write(TextWriter output)
    {
        output.WriteLine("| what | nodes | median CPU ms | bar ms |");
        output.WriteLine("| --- | ---: | ---: | ---: |");
        Steady(output);
        Transient(output, TimeScheme.BackwardEuler, "0.25");
        Transient(output, TimeScheme.TrapezoidThenBackward, "-");
        Loop(output, "stack3d-cold-plate", ThermalMode.Transient);
        Loop(output, "stack3d-cold-plate", ThermalMode.Reduced);
        Loop(output, "stack3d-cold-plate-by-die", ThermalMode.Reduced);
    }

    private static void Steady(TextWriter output)
    {
        StackSpec spec = Stack(dies: 12, cells: 32);
        Row(output, "steady from cold, network included", StackModel.Build(spec, NodeConvention.FarFace).Network.Count, Median(1, () =>
        {
            StackModel model = StackModel.Build(spec, NodeConvention.FarFace);
            new SteadySolver(model.Network).Solve(Powers(model, 60));
        }), "500");
        StackModel model = StackModel.Build(spec, NodeConvention.FarFace);
        var solver = new SteadySolver(model.Network);
        double[] powers = Powers(model, 60);
        int at = 0;
        Row(output, "steady warm, a watt moves to another cell", model.Network.Count, Median(1, () =>
        {
            powers[at]--;
            powers[at += 97]++;
            solver.Solve(powers);
        }), "50");
    }

    private static void Transient(TextWriter output, TimeScheme scheme, string bar)
    {
        StackModel model = StackModel.Build(Stack(dies: 12, cells: 8), NodeConvention.FarFace);
        var solver = new TransientSolver(model.Network, scheme);
        double[] powers = Powers(model, 60);
        Row(output, $"one step, {scheme}", model.Network.Count, Median(200, () => solver.Step(powers, Millisecond)), bar);
    }

    private static void Loop(TextWriter output, string stack, ThermalMode mode)
    {
        StackModel model = StackModel.Build(StackReader.Load(stack), NodeConvention.FarFace);
        double[] watts = [.. model.Sources.Select(_ => 0.5)];
        var options = new ThermalLoopOptions { Mode = mode };
        if (mode == ThermalMode.Reduced) Row(output, $"making the reduced model, {watts.Length} blocks", model.Network.Count, Median(1, () => _ = new ThermalLoop(model, options)), "-");
        var loop = new ThermalLoop(model, options);
        Row(output, $"one bin of 200 us through the loop, a look every 1 ms, {mode}, {watts.Length} blocks", model.Network.Count, Median(1000, () => loop.Advance(watts, PowerBins.LongestBin)), "-");
    }

    private static double[] Powers(StackModel model, double watts) => model.NodePowers([new BlockPower("logic", "all", Power.FromWatts(watts))]);

    private static double Median(int repeats, Action action)
    {
        action();
        var times = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan before = Process.GetCurrentProcess().UserProcessorTime;
            for (int i = 0; i < repeats; i++) action();
            times[round] = (Process.GetCurrentProcess().UserProcessorTime - before).TotalMilliseconds / repeats;
        }
        Array.Sort(times);
        return times[Rounds / 2];
    }

    private static void Row(TextWriter output, string what, int nodes, double milliseconds, string bar) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {nodes} | {milliseconds:F4} | {bar} |"));

    private static StackSpec Stack(int dies, int cells)
    {
        Material silicon = Material.Isotropic(105, 1.65e6), bond = Material.Isotropic(1.5, 2.2e6), copper = Material.Isotropic(400, 3.55e6);
        var plan = new Floorplan("one", [new FloorplanBlock("all", new Rectangle(0, 0, 0.01, 0.01))]);
        var layers = new List<StackLayer> { new("logic", 100e-6, silicon) { Floorplan = plan } };
        for (int i = 0; i < dies; i++)
        {
            layers.Add(new StackLayer($"bond{i}", 5e-6, bond));
            layers.Add(new StackLayer($"dram{i}", 40e-6, silicon) { Floorplan = plan });
        }
        layers.Add(new StackLayer("tim", 50e-6, Material.Isotropic(5, 4e6)));
        return new StackSpec
        {
            Width = 0.01,
            Height = 0.01,
            Columns = cells,
            Rows = cells,
            Ambient = Celsius.FromDegrees(45),
            Layers = layers,
            Package = new CoolingPackage(new Slab(0.03, 0.001, copper), new Slab(0.06, 0.0069, copper), 0.1, 140.4),
        };
    }
}
