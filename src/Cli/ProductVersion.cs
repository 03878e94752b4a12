using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using DeepStack.Sim.Core.Events;

namespace DeepStack.Sim.Cli;

/// <summary>What <c>deepstack --version</c> says: the version and the event kernel.</summary>
internal sealed class ProductVersion : SynchronousCommandLineAction
{
    /// <summary>Such as "0.1.0".</summary>
    public static string Number => typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"deepstack {Number} (event kernel: {KernelChoice.Name})");
        return ExitCodes.Done;
    }

    /// <summary>Makes a command's <c>--version</c> say so.</summary>
    public static void ShowIn(RootCommand root) => root.Options.OfType<VersionOption>().Single().Action = new ProductVersion();
}
