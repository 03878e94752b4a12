using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;
using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Tests.Network;

public sealed class StackModelTests
{
    [Theory]
    [InlineData(NodeConvention.FarFace)]
    [InlineData(NodeConvention.MidPlane)]
    public void UniformPowerGivesTheOneDimensionalSolution(NodeConvention convention)
    {
        StackModel model = StackModel.Build(Stacks.Bonded(2, 4), convention);
        double area = 1e-4, watts = 60;

        double[] rises = Steady(model, Stacks.Power("logic", "all", watts));

        double above = 100e-6 / 105 + 2 * (5e-6 / 1.5) + 2 * (40e-6 / 105) + 1.0 / 50_000;
        Assert.Equal(watts * above / area, model.Layers[0].Mean(rises), 9);
    }

    [Fact]
    public void ResolvedPackageFeelsTheOneDimensionalDropAcrossThinLayers()
    {
        StackModel model = StackModel.Build(Stacks.Bonded(2, 8), NodeConvention.Resolved);

        double[] rises = Steady(model, Stacks.Power("logic", "all", 60));

        double halfSlice = 25e-6 / 105;
        double above = 100e-6 / 105 - halfSlice + 2 * (5e-6 / 1.5) + 2 * (40e-6 / 105) + 1.0 / 50_000;
        Assert.Equal(60 * above / 1e-4, model.Layers[0].Mean(rises), 9);
    }

    [Theory]
    [InlineData(NodeConvention.FarFace)]
    [InlineData(NodeConvention.MidPlane)]
    [InlineData(NodeConvention.Resolved)]
    public void HeatInEqualsHeatOut(NodeConvention convention)
    {
        StackModel model = StackModel.Build(Stacks.Bonded(4, 8, quarters: true, Stacks.Package()), convention);
        var solver = new SteadySolver(model.Network);

        HeatBalance balance = solver.Solve(model.NodePowers([Stacks.Power("logic", "sw", 30), Stacks.Power("dram2", "ne", 2)]));

        Assert.Equal(32, balance.Entering, 12);
        Assert.InRange(balance.RelativeError, 0, 1e-9);
    }

    [Fact]
    public void MirroredPowerGivesMirroredTemperatures()
    {
        StackModel model = StackModel.Build(Stacks.Bonded(3, 8, quarters: true, Stacks.Package()), NodeConvention.FarFace);

        double[] west = Steady(model, Stacks.Power("logic", "sw", 30)), east = Steady(model, Stacks.Power("logic", "se", 30));

        foreach (LayerCells layer in model.Layers)
        {
            for (int i = 0; i < layer.Count; i++)
            {
                int mirrored = i - i % 8 + 7 - i % 8;
                Assert.Equal(west[layer.NodeOf(i)], east[layer.NodeOf(mirrored)], 8);
            }
        }
    }

    [Fact]
    public void StackTurnedByARightAngleHasTheSameTemperatures()
    {
        StackSpec wide = Oblong(0.011, 0.009), tall = Oblong(0.009, 0.011);
        StackModel lying = StackModel.Build(wide, NodeConvention.FarFace), standing = StackModel.Build(tall, NodeConvention.FarFace);

        double[] left = Steady(lying, Stacks.Power("logic", "all", 60)), right = Steady(standing, Stacks.Power("logic", "all", 60));

        for (int layer = 0; layer < lying.Layers.Count; layer++)
        {
            for (int i = 0; i < 64; i++) Assert.Equal(left[lying.Layers[layer].NodeOf(i)], right[standing.Layers[layer].NodeOf(i % 8 * 8 + i / 8)], 8);
        }

        static StackSpec Oblong(double width, double height)
        {
            StackSpec square = Stacks.Bonded(2, 8, package: Stacks.Package());
            var plan = new Floorplan("one", [new FloorplanBlock("all", new Rectangle(0, 0, width, height))]);
            return square with { Width = width, Height = height, Layers = [.. square.Layers.Select(l => l.Floorplan is null ? l : l with { Floorplan = plan })] };
        }
    }

    [Fact]
    public void WhatAWattAtOneBlockDoesToAnotherItDoesBack()
    {
        StackModel model = StackModel.Build(Stacks.Bonded(2, 8, quarters: true, Stacks.Package()), NodeConvention.FarFace);

        double[,] influence = InfluenceMatrix.Between(model.Network, model.Sources);

        for (int i = 0; i < model.Sources.Count; i++)
        {
            for (int j = 0; j < i; j++) Assert.Equal(influence[i, j], influence[j, i], 9);
        }
    }

    [Fact]
    public void ChipletsOnAnInterposerHeatTheirOwnPlaceMost()
    {
        Material mould = Material.Isotropic(0.8, 1.7e6);
        var left = new MaterialRegion("left", new Rectangle(0, 0, 0.004, 0.01), Stacks.Silicon);
        var right = new MaterialRegion("right", new Rectangle(0.006, 0, 0.004, 0.01), Stacks.Silicon);
        var plan = new Floorplan("chiplets",
        [
            new FloorplanBlock("left", left.Area),
            new FloorplanBlock("gap", new Rectangle(0.004, 0, 0.002, 0.01)),
            new FloorplanBlock("right", right.Area),
        ]);
        StackSpec spec = Stacks.Bonded(0, 20) with
        {
            BottomCoefficient = 200,
            Layers =
            [
                new StackLayer("interposer", 100e-6, Stacks.Silicon),
                new StackLayer("microbump", 20e-6, new Material(0.5, 0.5, 2, 2e6)),
                new StackLayer("chiplets", 200e-6, mould) { Floorplan = plan, Regions = [left, right] },
            ],
        };
        StackModel model = StackModel.Build(spec, NodeConvention.MidPlane);

        double[] rises = Steady(model, Stacks.Power("chiplets", "left", 20));

        double hot = model.Sources[0].Mean(rises), cool = model.Sources[2].Mean(rises);
        Assert.True(hot > 5 * cool && cool > 0, $"{hot} {cool}");
    }

    [Fact]
    public void SpreadingLayersLowerTheHotSpotAndDirectionsMatter()
    {
        StackSpec isotropic = Stacks.Bonded(1, 16, quarters: true);
        StackSpec sideways = isotropic with { Layers = [isotropic.Layers[0] with { Material = new Material(1000, 105, 105, 1.65e6) }, .. isotropic.Layers.Skip(1)] };

        StackModel even = StackModel.Build(isotropic, NodeConvention.FarFace), oblong = StackModel.Build(sideways, NodeConvention.FarFace);
        double[] plain = Steady(even, Stacks.Power("logic", "sw", 30)), spread = Steady(oblong, Stacks.Power("logic", "sw", 30));

        Assert.True(oblong.Sources[0].Max(spread) < even.Sources[0].Max(plain));
        Assert.True(oblong.Sources[1].Mean(spread) > oblong.Sources[2].Mean(spread));
    }

    private static double[] Steady(StackModel model, params BlockPower[] powers)
    {
        var solver = new SteadySolver(model.Network);
        solver.Solve(model.NodePowers(powers));
        return solver.Rises.ToArray();
    }
}
