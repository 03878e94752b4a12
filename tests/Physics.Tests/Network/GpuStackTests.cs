using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;
using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Tests.Network;

public sealed class GpuStackTests
{
    /// <summary>At their rated power GPUs in servers report 65 to 90 C, and their memory about as much.</summary>
    [Theory]
    [InlineData("a100-sxm", 80, 400)]
    [InlineData("h100-sxm", 160, 700)]
    [InlineData("h200-sxm", 192, 700)]
    [InlineData("b200-sxm", 256, 1000)]
    [InlineData("gb200", 256, 1200)]
    [InlineData("mi210", 64, 300)]
    [InlineData("mi325x", 256, 1000)]
    public void AtRatedPowerAGpuIsAsWarmAsGpusAre(string stack, int channels, double watts)
    {
        StackModel model = RoleGroups.Of(StackModel.Build(StackReader.Load(stack), NodeConvention.FarFace), channels);
        var powers = new double[model.Network.Count];
        foreach (HeatSource source in model.Sources) source.Heat(powers, watts * ShareOf(source.Role));
        var solver = new SteadySolver(model.Network);

        solver.Solve(powers);

        double compute = Hottest(BlockRole.Compute), dram = Hottest(BlockRole.Dram);
        Assert.InRange(compute, 60, 92);
        Assert.InRange(dram, 55, compute + 5);

        double Hottest(BlockRole role) => model.Spec.Ambient.Degrees + model.Sources.Single(s => s.Role == role).HottestMean(solver.Rises);
    }

    private static double ShareOf(BlockRole role) => role switch
    {
        BlockRole.Compute => 0.75,
        BlockRole.Links => 0.05,
        _ => 0.2,
    };
}
