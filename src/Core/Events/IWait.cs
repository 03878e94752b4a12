using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepStack.Sim.Core.Events;

/// <summary>What a process can await: <see cref="Wait"/>. An interface only because <see cref="ProcessBuilder"/> is generic by the language's rules.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IWait : INotifyCompletion
{
    /// <summary>Lets a process begin this wait.</summary>
    void Enter(Process process);
}
