using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Network;

/// <summary>How much each block warms each other one at steady state.</summary>
public static class InfluenceMatrix
{
    /// <summary>[blocks, blocks] K/W: the mean rise of a row's block for a watt in a column's block. Symmetric, up to the solver's rounding.</summary>
    public static double[,] Between(ThermalNetwork network, IReadOnlyList<HeatSource> blocks)
    {
        var influence = new double[blocks.Count, blocks.Count];
        var solver = new SteadySolver(network);
        var powers = new double[network.Count];
        for (int j = 0; j < blocks.Count; j++)
        {
            Array.Clear(powers);
            blocks[j].Heat(powers, 1);
            solver.Solve(powers);
            for (int i = 0; i < blocks.Count; i++) influence[i, j] = blocks[i].Mean(solver.Rises);
        }
        return influence;
    }
}
