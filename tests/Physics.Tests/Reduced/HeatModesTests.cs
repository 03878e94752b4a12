using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Reduced;
using DeepStack.Sim.Physics.Solvers;
using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Tests.Reduced;

public sealed class HeatModesTests
{
    private const double Rate = 100;

    [Theory]
    [InlineData("stack3d-4-cold-plate", 0)]
    [InlineData("stack3d-4-cold-plate", 40)]
    [InlineData("b200-sxm", 0)]
    public void ModesFollowTheNetworkInTime(string stack, int source)
    {
        StackModel model = StackModel.Build(StackReader.Load(stack), NodeConvention.MidPlane);
        var powers = new double[model.Network.Count];
        model.Sources[source].Heat(powers, 1);
        var steady = new SteadySolver(model.Network);
        steady.Solve(powers);
        HeatModes modes = Of(model, steady.Rises);
        double scale = model.Sources[source].Mean(steady.Rises);

        foreach (long microseconds in new long[] { 100, 1_000, 30_000, 1_000_000 })
        {
            double[] inTime = After(model, powers, microseconds), byModes = At(modes, microseconds * 1e-6);
            for (int node = 0; node < inTime.Length; node++) Assert.InRange((byModes[node] - inTime[node]) / scale, -1e-4, 1e-4);
        }
    }

    [Fact]
    public void TogetherModesAreTheSteadyRiseAndNoneGrows()
    {
        StackModel model = StackModel.Build(StackReader.Load("stack3d-4-cold-plate"), NodeConvention.MidPlane);
        var powers = new double[model.Network.Count];
        model.Sources[3].Heat(powers, 1);
        var steady = new SteadySolver(model.Network);
        steady.Solve(powers);

        HeatModes modes = Of(model, steady.Rises);

        Assert.All(modes.Rates, rate => Assert.True(rate > 0));
        double[] end = At(modes, 1e6);
        for (int node = 0; node < end.Length; node++) Assert.Equal(steady.Rises[node], end[node], 1e-9);
    }

    private static HeatModes Of(StackModel model, ReadOnlySpan<double> steady) => new(model.Network, new ShiftedNetwork(model.Network).SolverFor(Rate), Rate, steady);

    private static double[] After(StackModel model, double[] powers, long microseconds)
    {
        const int Steps = 400;
        var transient = new TransientSolver(model.Network, TimeScheme.TrapezoidThenBackward);
        for (int i = 0; i < Steps; i++) transient.Step(powers, Duration.FromPicoseconds(microseconds * 1_000_000 / Steps));
        return transient.Rises.ToArray();
    }

    private static double[] At(HeatModes modes, double seconds)
    {
        var rises = new double[modes.Parts[0].Length];
        for (int i = 0; i < modes.Rates.Length; i++)
        {
            double reached = 1 - ReproducibleMath.Exp(-modes.Rates[i] * seconds);
            for (int node = 0; node < rises.Length; node++) rises[node] += modes.Parts[i][node] * reached;
        }
        return rises;
    }
}
