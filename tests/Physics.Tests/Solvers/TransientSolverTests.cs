using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Tests.Solvers;

public sealed class TransientSolverTests
{
    private static readonly Duration Millisecond = Duration.FromNanoseconds(1_000_000);

    [Theory]
    [InlineData(TimeScheme.BackwardEuler)]
    [InlineData(TimeScheme.TrapezoidThenBackward)]
    public void EveryStepKeepsTheHeatBalance(TimeScheme scheme)
    {
        StackModel model = StackModel.Build(Stacks.Bonded(4, 8, quarters: true, Stacks.Package()), NodeConvention.FarFace);
        var solver = new TransientSolver(model.Network, scheme);
        double[] powers = model.NodePowers([Stacks.Power("logic", "sw", 40)]), idle = new double[powers.Length];

        for (int i = 0; i < 60; i++) Assert.InRange(solver.Step(i % 20 < 10 ? powers : idle, Millisecond).RelativeError, 0, 1e-9);
    }

    [Fact]
    public void SingleNodeFollowsTheExponential()
    {
        ThermalNetwork network = SingleNode(resistance: 0.5, capacity: 2);
        var first = new TransientSolver(network, TimeScheme.BackwardEuler);
        var second = new TransientSolver(network, TimeScheme.TrapezoidThenBackward);
        Duration step = Duration.FromNanoseconds(10_000_000);
        for (int i = 0; i < 100; i++)
        {
            first.Step([10], step);
            second.Step([10], step);
        }

        double exact = 5 * (1 - Math.Exp(-1));

        Assert.InRange(Math.Abs(first.Rises[0] - exact), 1e-3, 2e-2);
        Assert.InRange(Math.Abs(second.Rises[0] - exact), 0, 2e-5);
    }

    [Theory]
    [InlineData(TimeScheme.BackwardEuler, 2)]
    [InlineData(TimeScheme.TrapezoidThenBackward, 4)]
    public void HalvingTheStepDividesTheErrorByItsOrder(TimeScheme scheme, double expected)
    {
        double exact = 5 * (1 - Math.Exp(-1));

        double ratio = (After(100) - exact) / (After(200) - exact);

        Assert.InRange(ratio, expected * 0.95, expected * 1.05);

        double After(int steps)
        {
            var solver = new TransientSolver(SingleNode(0.5, 2), scheme);
            for (int i = 0; i < steps; i++) solver.Step([10], Duration.FromSeconds(1.0 / steps));
            return solver.Rises[0];
        }
    }

    [Fact]
    public void LongRunEndsAtTheSteadyState()
    {
        StackModel model = StackModel.Build(Stacks.Bonded(2, 4), NodeConvention.MidPlane);
        double[] powers = model.NodePowers([Stacks.Power("logic", "all", 50)]);
        var transient = new TransientSolver(model.Network, TimeScheme.TrapezoidThenBackward);
        var steady = new SteadySolver(model.Network);
        steady.Solve(powers);

        for (int i = 0; i < 2000; i++) transient.Step(powers, Millisecond);

        for (int i = 0; i < powers.Length; i++) Assert.Equal(steady.Rises[i], transient.Rises[i], 7);
    }

    [Fact]
    public void DirectAndIterativeSolversAgree()
    {
        StackModel model = StackModel.Build(Stacks.Bonded(4, 6, quarters: true, Stacks.Package()), NodeConvention.FarFace);
        double[] powers = model.NodePowers([Stacks.Power("logic", "sw", 40), Stacks.Power("dram3", "ne", 4)]);
        var direct = new SkylineCholesky(model.Network.Conductance);
        var solution = new double[powers.Length];
        var steady = new SteadySolver(model.Network);

        direct.Solve(powers, solution);
        steady.Solve(powers);

        for (int i = 0; i < powers.Length; i++) Assert.Equal(solution[i], steady.Rises[i], 8);
    }

    [Fact]
    public void StepMustBePositive() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransientSolver(SingleNode(1, 1), TimeScheme.BackwardEuler).Step([1], Duration.Zero));

    private static ThermalNetwork SingleNode(double resistance, double capacity)
    {
        var builder = new ThermalNetworkBuilder();
        builder.LinkToAmbient(builder.Add(capacity), resistance);
        return builder.Build();
    }
}
