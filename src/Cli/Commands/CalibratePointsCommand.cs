using System.CommandLine;
using System.Globalization;
using System.Text;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Studies.Points;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack calibrate points</c>: random points, each answered in closed form and at event fidelity.</summary>
internal static class CalibratePointsCommand
{
    private const string Description = """
        Draws machines, models, plans and sizes, answers each in closed form and at event fidelity, and writes a table that
        deepstack validate engine judges.

        Examples:
          deepstack calibrate points --count 20 --most-devices 8 --out points.csv
          deepstack calibrate points --count 100 --least-devices 17 --most-devices 256 --seed 2 --out large.csv
        """;

    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "Points", DefaultValueFactory = _ => 100 };
        var least = new Option<int>("--least-devices") { Description = "The fewest devices of a plan", DefaultValueFactory = _ => 1 };
        var most = new Option<int>("--most-devices") { Description = "The most devices of a plan", DefaultValueFactory = _ => 16 };
        var seed = new Option<ulong>("--seed") { Description = "Fixes the points", DefaultValueFactory = _ => 1 };
        var output = new Option<string>("--out") { Description = "The table", DefaultValueFactory = _ => "points.csv" };
        var command = new Command("points", Description) { count, least, most, seed, output };
        command.SetAction(parse => Run(parse.GetValue(count), parse.GetValue(least), parse.GetValue(most), parse.GetValue(seed), parse.GetValue(output)!));
        return command;
    }

    private static int Run(int count, int least, int most, ulong seed, string output)
    {
        if (count < 2) throw new PresetException($"--count is {count}; expected at least 2.");
        if (least < 1 || most < least) throw new PresetException($"--least-devices is {least} and --most-devices {most}; expected 1 or more, in this order.");
        var draw = new PointDraw(seed, least, most);
        PointResult[] results = [.. Enumerable.Range(0, count).Select(_ => PointResult.Of(draw.Next()))];
        WholeFile.Write(output, stream => stream.Write(Encoding.UTF8.GetBytes(PointTable.Write(results))));
        PointErrors errors = PointErrors.Of(results);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} points: mean error {errors.Mean:P2}, 95th percentile {errors.NinetyFifth:P2}, worst {errors.Worst:P2}, rank correlation {errors.RankCorrelation:F4}"));
        return ExitCodes.Done;
    }
}
